using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>Writes a chart as an SVG file that needs no style sheet beside it.</summary>
static class StudyPlot
{
    // The report's light colours: a file on its own is read on white paper.
    const string Style =
        "<style>text{font:12px system-ui,\"Segoe UI\",\"Noto Sans\",sans-serif;fill:#1c2024;font-variant-numeric:tabular-nums}"
        + ".tick,.axis-title{fill:#60646c;font-size:11.5px}.grid{stroke:#e4e6ea}.axis{stroke:#60646c}.mark{stroke:#60646c;stroke-dasharray:2 3}"
        + ".curve{fill:none;stroke-width:2;stroke:#0072b2}.band{fill:#0072b2;fill-opacity:.12;stroke:none}.interval{stroke:#0072b2;stroke-width:1.4;opacity:.55}.dot{fill:#0072b2;stroke:#fff}.bar{fill:#0072b2}"
        + ".curve.series-2,.interval.series-2{stroke:#d55e00}.dot.series-2,.bar.series-2,.band.series-2,text.label.series-2{fill:#d55e00}"
        + ".curve.series-3,.interval.series-3{stroke:#009e73}.dot.series-3,.bar.series-3,.band.series-3,text.label.series-3{fill:#009e73}"
        + ".curve.series-4,.interval.series-4{stroke:#8a8f98}.dot.series-4,.bar.series-4,.band.series-4{fill:#8a8f98}"
        + ".curve.series-5,.interval.series-5{stroke:#cc79a7}.dot.series-5,.bar.series-5,.band.series-5,text.label.series-5{fill:#cc79a7}text.label.series-1{fill:#0072b2}text.panel{font-weight:600;font-size:14px}</style>";

    const int MostPanels = 24, PanelHead = 28;

    /// <summary>Class of the colour of a series.</summary>
    /// <param name="index">Its place, 0 or more; colours repeat after five.</param>
    public static string Series(int index) => $"series-{index % 5 + 1}";

    /// <summary>Writes a drawing to a file; nothing where no path is given.</summary>
    /// <param name="path">Path of the SVG file, or null.</param>
    /// <param name="drawing">Makes the drawing.</param>
    /// <param name="description">What it shows, read out by screen readers.</param>
    /// <exception cref="HoldfastException">The path does not end in .svg, or its folder is missing.</exception>
    public static void Write(string? path, Func<Drawing> drawing, string description)
    {
        if (path is null) return;
        Check(path);
        var picture = drawing();
        var svg = picture.ToSvg(description);
        var start = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        var paper = StudyText.Say($"<rect width=\"{picture.Width}\" height=\"{picture.Height}\" fill=\"#fff\"/>");
        File.WriteAllText(path, $"{svg[..(start - 1)]} width=\"{picture.Width:F0}\" height=\"{picture.Height:F0}\">{Style}{paper}{svg[start..]}\n");
    }

    /// <summary>Refuses a path no picture can be written to.</summary>
    /// <exception cref="HoldfastException">The path does not end in .svg, or its folder is missing.</exception>
    public static void Check(string? path)
    {
        if (path is null) return;
        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)) throw HoldfastException.OfRequest($"--plot: found '{path}'; a path that ends in .svg is allowed.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw HoldfastException.OfRequest($"--plot: there is no folder {folder}.");
    }

    /// <summary>The groups' pictures, two beside each other, each under its group's name; of very many the first ones.</summary>
    public static Drawing Panels(IReadOnlyList<StudyPanel> panels)
    {
        var shown = panels.Take(MostPanels).ToList();
        var (width, height, columns) = (shown.Max(p => p.Drawing.Width), shown.Max(p => p.Drawing.Height) + PanelHead, Math.Min(2, shown.Count));
        var rows = (shown.Count + columns - 1) / columns;
        var picture = new Drawing(columns * width, rows * height + (shown.Count < panels.Count ? PanelHead : 0));
        foreach (var (i, panel) in shown.Index())
        {
            var (x, y) = (i % columns * width, i / columns * height);
            picture.Text(x + 12, y + 20, panel.Group, "panel").Inside(x, y + PanelHead, panel.Drawing);
        }

        if (shown.Count < panels.Count) picture.Text(12, rows * height + 20, $"and {panels.Count - shown.Count} more groups", "panel");
        return picture;
    }

    /// <summary>The corners of a step function that is level from each time to the next.</summary>
    public static IReadOnlyList<(double X, double Y)> Steps(IEnumerable<(double X, double Y)> points, double first)
    {
        var corners = new List<(double, double)> { (0, first) };
        var last = first;
        foreach (var (x, y) in points)
        {
            corners.Add((x, last));
            corners.Add((x, last = y));
        }

        return corners;
    }
}
