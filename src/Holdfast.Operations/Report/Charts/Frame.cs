namespace Holdfast.Operations.Report.Charts;

/// <summary>One axis: its range, what stands beside it, and how its values are written.</summary>
/// <param name="Low">Lowest value.</param>
/// <param name="High">Highest value.</param>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Format">How a value is written.</param>
sealed record Axis(double Low, double High, string Title, Func<double, string> Format)
{
    /// <summary>Values to mark instead of round ones; null takes round ones.</summary>
    public IReadOnlyList<double>? Marks { get; init; }
}

/// <summary>The frame of a chart with two axes: draws axes and grid, and maps values onto the picture.</summary>
sealed class Frame
{
    const double Left = 64, Right = 118, Top = 26, Bottom = 44;

    public Frame(Axis horizontal, Axis vertical, double width = 720, double height = 300)
    {
        Drawing = new Drawing(width, height);
        Plot = new Box(Left, Top, width - Left - Right, height - Top - Bottom);
        X = new Scale(horizontal.Low, horizontal.High, Plot.X, Plot.Right);
        Y = new Scale(vertical.Low, vertical.High, Plot.Bottom, Plot.Y);
        foreach (var tick in vertical.Marks ?? Y.Ticks(5))
        {
            Drawing.Line(Plot.X, Y.Of(tick), Plot.Right, Y.Of(tick), tick == 0 ? "axis" : "grid");
            Drawing.Text(Plot.X - 8, Y.Of(tick) + 4, vertical.Format(tick), "tick", Anchor.End);
        }

        foreach (var tick in horizontal.Marks ?? X.Ticks(8))
        {
            Drawing.Line(X.Of(tick), Plot.Bottom, X.Of(tick), Plot.Bottom + 4, "axis");
            Drawing.Text(X.Of(tick), Plot.Bottom + 18, horizontal.Format(tick), "tick", Anchor.Middle);
        }

        Drawing.Line(Plot.X, Plot.Bottom, Plot.Right, Plot.Bottom, "axis");
        Drawing.Text(Plot.X - 48, 14, vertical.Title, "axis-title");
        Drawing.Text(Plot.Right, Plot.Bottom + 36, horizontal.Title, "axis-title", Anchor.End);
    }

    public Drawing Drawing { get; }

    public Box Plot { get; }

    public Scale X { get; }

    public Scale Y { get; }

    public (double X, double Y) At(double x, double y) => (X.Of(x), Y.Of(y));

    /// <summary>A vertical mark with its name on top.</summary>
    public Frame Mark(double x, string name)
    {
        Drawing.Line(X.Of(x), Plot.Y, X.Of(x), Plot.Bottom, "mark");
        Drawing.Text(X.Of(x) + 4, Plot.Y + 10, name, "tick");
        return this;
    }

    /// <summary>A line with its name at its end.</summary>
    public Frame Curve(IReadOnlyList<(double X, double Y)> points, string style, string name = "")
    {
        if (points.Count == 0) return this;
        Drawing.Polyline(points.Select(p => At(p.X, p.Y)), $"curve {style}");
        if (name.Length > 0) Drawing.Text(X.Of(points[^1].X) + 6, Y.Of(points[^1].Y) + 4, name, $"label {style}");
        return this;
    }

    /// <summary>A point with its interval.</summary>
    public Frame Point(double x, Interval y, string style, string? tip = null)
    {
        Drawing.Line(X.Of(x), Y.Of(y.Low), X.Of(x), Y.Of(y.High), $"interval {style}");
        Drawing.Dot(X.Of(x), Y.Of(y.Value), $"dot {style}", tip);
        return this;
    }
}

/// <summary>A value with its interval.</summary>
readonly record struct Interval(double Value, double Low, double High);
