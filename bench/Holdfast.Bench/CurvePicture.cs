using System.Globalization;
using System.Text;

namespace Holdfast.Bench;

/// <summary>Draws costs by number of customers, both on logarithmic axes: what grows in proportion is a line of the slope that is dashed.</summary>
static class CurvePicture
{
    const double Left = 70, Right = 560, Top = 40, Bottom = 330;

    const string Style = """
        <style>
        svg{background:#fff}text{font-family:system-ui,'Noto Sans',sans-serif;font-size:14px;fill:#222}.tick{fill:#555;font-size:13px}.grid{stroke:#e6e6e6}
        .line{fill:none;stroke-width:2.5}.load{stroke:#0072b2;fill:#0072b2}.features{stroke:#d55e00;fill:#d55e00}text.load,text.features{stroke:none}.line.load,.line.features{fill:none}
        .even{stroke:#888;stroke-dasharray:4 4;fill:none}
        @media (prefers-color-scheme:dark){svg{background:#16181c}text{fill:#eee}.tick{fill:#bbb}.grid{stroke:#33373d}.load{stroke:#56b4e9;fill:#56b4e9}.features{stroke:#e69f00;fill:#e69f00}.even{stroke:#999}}
        </style>
        """;

    /// <summary>The picture as SVG.</summary>
    public static string Of(IReadOnlyList<CurvePoint> points)
    {
        var seconds = points.SelectMany(p => new[] { p.LoadSeconds, p.FeatureSeconds }).ToList();
        var (x, y) = (Axis(points.Min(p => p.Customers), points.Max(p => p.Customers), Left, Right), Axis(seconds.Min(), seconds.Max(), Bottom, Top));
        var svg = new StringBuilder("<svg viewBox=\"0 0 720 380\" role=\"img\" aria-label=\"Processor seconds of loading and of features by number of customers\" xmlns=\"http://www.w3.org/2000/svg\">" + Style);
        svg.Append("<text x=\"20\" y=\"22\">Processor seconds by number of customers, ten events each</text>");
        foreach (var power in Powers(points.Min(p => p.Customers), points.Max(p => p.Customers))) Tick(svg, x(power), Bottom + 22, "middle", power, $"M{At(x(power))} {At(Top)}V{At(Bottom)}");
        foreach (var power in Powers(seconds.Min(), seconds.Max())) Tick(svg, Left - 10, y(power) + 5, "end", power, $"M{At(Left)} {At(y(power))}H{At(Right)}");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{At((Left + Right) / 2)}\" y=\"{At(Bottom + 44)}\" text-anchor=\"middle\">customers</text>");
        var even = points[0].LoadSeconds * points[^1].Customers / points[0].Customers;
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"c\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Right - Left}\" height=\"{Bottom - Top}\"/></clipPath><path class=\"even\" clip-path=\"url(#c)\" d=\"M{At(x(points[0].Customers))} {At(y(points[0].LoadSeconds))}L{At(x(points[^1].Customers))} {At(y(even))}\"/>");
        Line(svg, "load", "loading", [.. points.Select(p => (x(p.Customers), y(p.LoadSeconds)))]);
        Line(svg, "features", "features", [.. points.Select(p => (x(p.Customers), y(p.FeatureSeconds)))]);
        return svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{At(Right - 10)}\" y=\"{At(Bottom - 14)}\" text-anchor=\"end\">dashed: in proportion to the smallest load</text></svg>\n").ToString();
    }

    static void Line(StringBuilder svg, string name, string label, List<(double X, double Y)> places)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line {name}\" d=\"M{string.Join('L', places.Select(at => $"{At(at.X)} {At(at.Y)}"))}\"/>");
        foreach (var (x, y) in places) svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"{name}\" cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"4\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{name}\" x=\"{At(places[^1].X + 12)}\" y=\"{At(places[^1].Y + 5)}\">{label}</text>");
    }

    static void Tick(StringBuilder svg, double x, double y, string anchor, double value, string grid) =>
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"{grid}\"/><text class=\"tick\" x=\"{At(x)}\" y=\"{At(y)}\" text-anchor=\"{anchor}\">{value:#,0.###}</text>");

    static Func<double, double> Axis(double least, double most, double from, double to)
    {
        var (low, high) = (Math.Log10(least) - 0.1, Math.Log10(most) + 0.1);
        return value => from + (to - from) * (Math.Log10(value) - low) / (high - low);
    }

    static IEnumerable<double> Powers(double least, double most)
    {
        for (var power = Math.Ceiling(Math.Log10(least) - 0.1); power <= Math.Log10(most) + 0.1; power++) yield return Math.Pow(10, power);
    }

    static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
