using Holdfast.Numerics;
using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>Coefficients as a regression gives them.</summary>
/// <param name="Values">One per term.</param>
/// <param name="Covariance">Row by row.</param>
/// <param name="Aliased">Terms nothing determines.</param>
/// <param name="Runaway">Terms that grow without bound.</param>
sealed record Coefficients(double[] Values, double[] Covariance, bool[] Aliased, bool[] Runaway)
{
    /// <summary>A matrix as its rows.</summary>
    public static IReadOnlyList<double[]> Square(double[] matrix)
    {
        var width = (int)Math.Round(Math.Sqrt(matrix.Length));
        return [.. Enumerable.Range(0, width).Select(i => matrix[(i * width)..((i + 1) * width)])];
    }
}

/// <summary>One coefficient of a regression.</summary>
/// <param name="Name">The column, with =level for a level of a factor.</param>
/// <param name="Column">The file's column.</param>
/// <param name="Level">The level it marks; null where the column is a number.</param>
/// <param name="Coefficient">Change of the logarithm per unit; null where nothing determines it.</param>
/// <param name="Ratio">exp(coefficient).</param>
/// <param name="StandardError">Standard error of the coefficient.</param>
/// <param name="Z">coefficient / standard error.</param>
/// <param name="P">Two-sided p of the coefficient being 0.</param>
/// <param name="Low">Lower bound of the ratio.</param>
/// <param name="High">Upper bound of the ratio; null where there is none.</param>
/// <param name="IsUnbounded">True where the column separates those who left from the others, so that its coefficient grows without bound.</param>
public sealed record CoefficientRow(
    string Name, string Column, string? Level, double? Coefficient, double? Ratio, double? StandardError, double? Z, double? P, double? Low, double? High, bool IsUnbounded)
{
    internal static List<CoefficientRow> Of(StudyDesign design, Coefficients found, double level)
    {
        (double[] Errors, double Z) scale = (CoxFit.Errors(found.Covariance), NormalDistribution.TwoSided(level));
        return [.. design.Terms.Select((term, j) => Of(term, found, j, scale))];
    }

    internal static TextTable Table(string ratio, IReadOnlyList<CoefficientRow> rows) =>
        new("", ["column", "coefficient", ratio, "std. error", "z", "p", "low", "high"],
            [.. rows.Select(r => (string[])[r.Name, StudyText.Number(r.Coefficient), StudyText.Number(r.Ratio), StudyText.Number(r.StandardError), StudyText.Number(r.Z), r.P is { } p ? StudyText.P(p) : "-", StudyText.Number(r.Low), StudyText.Number(r.High)])]);

    internal static IEnumerable<string> Warnings(IReadOnlyList<CoefficientRow> rows, bool settled)
    {
        foreach (var row in rows.Where(r => r.Coefficient is null))
            yield return $"{row.Name} follows from other columns; nothing determines its coefficient, and it was left out.";
        foreach (var row in rows.Where(r => r.IsUnbounded))
            yield return $"{row.Name} separates those who left from the others: its coefficient grows without bound. Do not read its figures; merge levels or leave it out.";
        if (!settled && !rows.Any(r => r.IsUnbounded)) yield return "The fit did not settle; do not read its figures.";
    }

    /// <summary>Ratios on a logarithmic axis, a point with its interval for each column.</summary>
    internal static Drawing Draw(IReadOnlyList<CoefficientRow> rows, string title)
    {
        var shown = rows.Where(r => r is { Low: > 0, High: not null, IsUnbounded: false }).ToList();
        var low = Math.Min(-0.1, shown.Select(r => Math.Log10(r.Low!.Value)).DefaultIfEmpty(0).Min());
        var high = Math.Max(0.1, shown.Select(r => Math.Log10(r.High!.Value)).DefaultIfEmpty(0).Max());
        var frame = new Frame(new Axis(0, shown.Count + 1, "", _ => "") { Marks = [] }, new Axis(low, high, title, log => StudyText.Mark(Math.Pow(10, log))));
        for (var i = 0; i < shown.Count; i++)
        {
            var row = shown[i];
            frame.Point(i + 1, new Report.Charts.Interval(Math.Log10(row.Ratio!.Value), Math.Log10(row.Low!.Value), Math.Log10(row.High!.Value)), StudyPlot.Series(0), row.Name);
            frame.Drawing.Text(frame.X.Of(i + 1) + 6, frame.Y.Of(Math.Log10(row.Ratio.Value)) + 4, row.Name, $"label {StudyPlot.Series(0)}");
        }

        return frame.Drawing;
    }

    static CoefficientRow Of(DesignTerm term, Coefficients found, int j, (double[] Errors, double Z) scale)
    {
        if (found.Aliased[j]) return new CoefficientRow(term.Name, term.Column, term.Level, null, null, null, null, null, null, null, false);
        var (value, error) = (found.Values[j], scale.Errors[j]);
        var z = StudyText.Finite(value / error);
        return new CoefficientRow(
            term.Name, term.Column, term.Level, value, StudyText.Finite(Math.Exp(value)), StudyText.Finite(error), z, z is { } known ? 2 * NormalDistribution.UpperTail(Math.Abs(known)) : null,
            StudyText.Finite(Math.Exp(value - scale.Z * error)), StudyText.Finite(Math.Exp(value + scale.Z * error)), found.Runaway[j]);
    }
}

/// <summary>A test by chi-squared.</summary>
/// <param name="Name">What is tested.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="Degrees">Its degrees of freedom.</param>
/// <param name="P">P of a statistic at least as large.</param>
public sealed record TestRow(string Name, double Statistic, int Degrees, double P)
{
    internal static TestRow Of(string name, ChiSquaredTest test) => new(name, test.Statistic, test.Degrees, test.PValue);

    internal static TestRow Of(string name, GrayTest test) => new(name, test.Statistic, test.Degrees, test.PValue);

    internal static TextTable Table(string title, IReadOnlyList<TestRow> rows) => new(
        title, ["test", "statistic", "degrees", "p"], [.. rows.Select(r => (string[])[r.Name, StudyText.Number(r.Statistic), StudyText.Count(r.Degrees), StudyText.P(r.P)])]);
}

/// <summary>How often the one with the higher score leaves first.</summary>
/// <param name="C">Concordance: (concordant + half the ties in the score) / pairs.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Concordant">Pairs in which the higher score left first, weighted for Uno's.</param>
/// <param name="Discordant">Pairs in which the lower score left first.</param>
/// <param name="TiedScore">Pairs with one score.</param>
/// <param name="TiedTime">Pairs that left at one time, with different scores.</param>
/// <param name="TiedBoth">Pairs that left at one time, with one score.</param>
public sealed record ConcordanceRow(double C, double StandardError, double Concordant, double Discordant, double TiedScore, double TiedTime, double TiedBoth)
{
    internal static ConcordanceRow Of(Concordance c) => new(c.C, c.StandardError, c.Concordant, c.Discordant, c.TiedScore, c.TiedTime, c.TiedBoth);
}

/// <summary>How an iteration ended.</summary>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Reason">Why it stopped: gradient-small, no-further-step, iteration-limit or separation.</param>
/// <param name="Settled">True when the figures may be used.</param>
/// <param name="GradientNorm">Largest absolute entry of the gradient at the end, per unit of weight.</param>
public sealed record ConvergenceRow(int Iterations, ConvergenceReason Reason, bool Settled, double GradientNorm)
{
    internal static ConvergenceRow Of(Convergence c) => new(c.Iterations, c.Reason, c.Settled, c.GradientNorm);
}
