using System.Globalization;
using System.Net;
using System.Text;

namespace Holdfast.Operations.Report.Charts;

/// <summary>Collects SVG elements; colours come from the page's style sheet through class names, so that light, dark and print agree.</summary>
sealed class Drawing(double width, double height)
{
    readonly StringBuilder _elements = new();

    public double Width => width;

    public double Height => height;

    public Drawing Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{style}\"/>");

    public Drawing Rectangle(Box box, string style, string? tip = null) =>
        Add($"<rect x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(Math.Max(0, box.Width))}\" height=\"{N(box.Height)}\" class=\"{style}\">{Tip(tip)}</rect>");

    public Drawing Dot(double x, double y, string style, string? tip = null) =>
        Add($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"3.2\" class=\"{style}\">{Tip(tip)}</circle>");

    public Drawing Polyline(IEnumerable<(double X, double Y)> points, string style) =>
        Add($"<polyline points=\"{string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"))}\" class=\"{style}\"/>");

    public Drawing Polygon(IEnumerable<(double X, double Y)> points, string style) =>
        Add($"<polygon points=\"{string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"))}\" class=\"{style}\"/>");

    public Drawing Text(double x, double y, string words, string style = "", Anchor anchor = Anchor.Start) =>
        Add($"<text x=\"{N(x)}\" y=\"{N(y)}\" class=\"{style}\" text-anchor=\"{anchor switch { Anchor.End => "end", Anchor.Middle => "middle", _ => "start" }}\">{WebUtility.HtmlEncode(words)}</text>");

    /// <summary>Another drawing with its upper left corner at a place.</summary>
    public Drawing Inside(double x, double y, Drawing inner) => Add($"<g transform=\"translate({N(x)} {N(y)})\">{inner._elements}</g>");

    /// <summary>The picture; <paramref name="description"/> is read out by screen readers.</summary>
    public string ToSvg(string description) =>
        $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\" xmlns=\"http://www.w3.org/2000/svg\">{_elements}</svg>";

    Drawing Add(string element)
    {
        _elements.Append(element);
        return this;
    }

    static string Tip(string? tip) => tip is null ? "" : $"<title>{WebUtility.HtmlEncode(tip)}</title>";

    static string N(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A rectangle by its upper left corner and size.</summary>
readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}

/// <summary>Where a text's point lies.</summary>
enum Anchor
{
    Start,
    Middle,
    End,
}
