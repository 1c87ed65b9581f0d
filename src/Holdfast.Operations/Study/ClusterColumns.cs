using Holdfast.Numerics.Clusters;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>Reads the columns to group by and draws the groups.</summary>
static class ClusterColumns
{
    public static Points Read(StudyTable table, IReadOnlyList<string> features, bool scale)
    {
        if (features.Count == 0) throw HoldfastException.OfRequest("--features: one column or more is needed.");
        var columns = features.Select(table.Numbers).ToArray();
        var values = new double[table.Rows * columns.Length];
        for (var i = 0; i < table.Rows; i++)
        {
            for (var j = 0; j < columns.Length; j++) values[i * columns.Length + j] = columns[j][i];
        }

        var points = new Points(values, columns.Length);
        return scale ? points.Scaled() : points;
    }

    /// <summary>Means of the columns as they stand in the file, by group.</summary>
    public static IReadOnlyList<double> Means(StudyTable table, IReadOnlyList<string> features, int[] rows) => [.. features.Select(f => rows.Length == 0 ? 0 : table.Numbers(f).At(rows).Average())];

    public static Drawing Draw(Points points, IReadOnlyList<string> features, int[] labels)
    {
        const int Most = 2000;
        double X(int i) => points[i][0];
        double Y(int i) => points.Columns > 1 ? points[i][1] : labels[i];
        var shown = Enumerable.Range(0, points.Count).Where(i => i % (1 + (points.Count - 1) / Most) == 0).ToArray();
        var frame = new Frame(new Axis(shown.Min(X), shown.Max(X), features[0], StudyText.Mark), new Axis(shown.Min(Y), shown.Max(Y), features.Count > 1 ? features[1] : "group", StudyText.Mark));
        foreach (var i in shown) frame.Point(X(i), new Report.Charts.Interval(Y(i), Y(i), Y(i)), StudyPlot.Series(labels[i]));
        return frame.Drawing;
    }
}
