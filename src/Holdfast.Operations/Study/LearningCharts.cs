using Holdfast.Numerics.Classification;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>Pictures of scores: ROC, calibration and uplift curves.</summary>
static class LearningCharts
{
    public static Drawing Roc(IReadOnlyList<(string Name, IReadOnlyList<RocPoint> Points)> curves)
    {
        var frame = new Frame(Shares("share of the others above the score"), Shares("share of positives above the score"), 560, 460);
        frame.Curve([(0, 0), (1, 1)], "series-4", "chance");
        foreach (var (i, curve) in curves.Index())
        {
            frame.Curve(Thinned([.. curve.Points.Select(p => (p.FalsePositiveRate, p.TruePositiveRate))]), Colour(i));
            var middle = curve.Points.MaxBy(p => p.TruePositiveRate - p.FalsePositiveRate);
            frame.Drawing.Text(frame.X.Of(middle.FalsePositiveRate) + 8, frame.Y.Of(middle.TruePositiveRate) + 14, curve.Name, $"label {Colour(i)}");
        }

        return frame.Drawing;
    }

    public static Drawing Calibration(IReadOnlyList<CalibrationRow> bins, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves, (double Low, double High) scores)
    {
        var horizontal = scores is { Low: 0, High: 1 } ? Shares("score") : new Axis(scores.Low, scores.High, "score", StudyText.Mark);
        var frame = new Frame(horizontal, Shares("observed share, and calibrated probability"), 560, 460);
        if (scores is { Low: 0, High: 1 }) frame.Curve([(0, 0), (1, 1)], "series-4", "ideal");
        foreach (var (i, curve) in curves.Index()) frame.Curve(curve.Points, Colour(i + 1));
        Names(frame, [.. curves.Select((curve, i) => (curve.Name, Colour(i + 1), frame.At(curve.Points[^1].X, curve.Points[^1].Y)))]);
        foreach (var bin in bins) frame.Point(bin.Predicted, new Interval(bin.Observed, bin.Low, bin.High), "series-1", StudyText.Say($"{bin.Rows} rows"));
        return frame.Drawing;
    }

    public static Drawing Qini(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves)
    {
        var all = curves.SelectMany(c => c.Points).ToList();
        var frame = new Frame(Shares("share of customers, highest scores first"), new Axis(Math.Min(0, all.Min(p => p.Y)), Math.Max(all.Max(p => p.Y), 1e-12), "additional outcome per customer", StudyText.Mark), 640, 400);
        foreach (var (i, curve) in curves.Index())
        {
            frame.Curve([(0, 0), curve.Points[^1]], "series-4");
            frame.Curve(Thinned(curve.Points), Colour(i), curve.Name);
        }

        return frame.Drawing;
    }

    public static Drawing Estimates(IReadOnlyList<(string Name, StudyEstimate Estimate)> estimates)
    {
        var (low, high) = (estimates.Min(e => e.Estimate.Low), estimates.Max(e => e.Estimate.High));
        var horizontal = new Axis(-0.5, estimates.Count - 0.5, "", place => estimates[(int)place].Name) { Marks = [.. Enumerable.Range(0, estimates.Count).Select(i => (double)i)] };
        var frame = new Frame(horizontal, new Axis(low, high, "reward per decision", StudyText.Mark), Math.Max(480, 182 + 90 * estimates.Count));
        foreach (var (i, (_, e)) in estimates.Index()) frame.Point(i, new Interval(e.Value, e.Low, e.High), "series-1", StudyText.Number(e.Value));
        return frame.Drawing;
    }

    // Names at the ends of curves, moved down where they would cover each other.
    static void Names(Frame frame, IReadOnlyList<(string Name, string Colour, (double X, double Y) At)> ends)
    {
        var last = double.NegativeInfinity;
        foreach (var end in ends.OrderBy(e => e.At.Y))
        {
            last = Math.Max(end.At.Y + 4, last + 14);
            frame.Drawing.Text(end.At.X + 6, last, end.Name, $"label {end.Colour}");
        }
    }

    // A picture shows no more than some hundred points of a curve.
    static IReadOnlyList<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points)
    {
        const int Most = 500;
        if (points.Count <= Most) return points;
        return [.. Enumerable.Range(0, Most).Select(i => points[(int)((long)i * (points.Count - 1) / (Most - 1))])];
    }

    // The fourth colour is the grey of what is compared with.
    static string Colour(int index) => StudyPlot.Series(index % 4 == 3 ? 4 : index % 4);

    static Axis Shares(string title) => new(0, 1, title, share => StudyText.Percent(share));
}
