namespace Holdfast.Operations.Report.Charts;

/// <summary>One bar.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">Its length.</param>
/// <param name="Label">The value as written beside it.</param>
/// <param name="Style">Class of its colour.</param>
sealed record Bar(string Name, double Value, string Label, string Style = "series-1");

/// <summary>Horizontal bars from zero, longest names on the left, values beside the bars.</summary>
static class BarChart
{
    const double RowHeight = 26, NameWidth = 220, LabelWidth = 190, Width = 720;

    public static string Draw(IReadOnlyList<Bar> bars, string description)
    {
        var drawing = new Drawing(Width, bars.Count * RowHeight + 8);
        var high = bars.Select(b => Math.Abs(b.Value)).DefaultIfEmpty(1).Max();
        var scale = new Scale(0, high == 0 ? 1 : high, 0, Width - NameWidth - LabelWidth);
        for (var i = 0; i < bars.Count; i++)
        {
            var top = 4 + i * RowHeight;
            var length = scale.Of(Math.Abs(bars[i].Value));
            drawing.Text(NameWidth - 10, top + 16, Short(bars[i].Name), "label", Anchor.End);
            drawing.Rectangle(new Box(NameWidth, top + 4, Math.Max(1, length), RowHeight - 9), $"bar {bars[i].Style}", $"{bars[i].Name}: {bars[i].Label}");
            drawing.Text(NameWidth + length + 8, top + 16, bars[i].Label, "tick");
        }

        drawing.Line(NameWidth, 0, NameWidth, bars.Count * RowHeight + 8, "axis");
        return drawing.ToSvg(description);
    }

    static string Short(string name) => name.Length <= 34 ? name : name[..33] + "…";
}
