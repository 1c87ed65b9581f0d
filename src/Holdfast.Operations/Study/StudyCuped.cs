using Holdfast.Numerics.Experiments;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to compare.</summary>
public sealed record CupedRequest : IGroupedStudy
{
    /// <summary>File with one row per customer of the experiment: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells who was treated (1, true, yes) and who not (0, false, no); COLUMN=VALUE names the treated ones.</summary>
    public required string Treatment { get; init; }

    /// <summary>Column with the outcome, a number.</summary>
    public required string Outcome { get; init; }

    /// <summary>Column with one number per customer from before the experiment; one that treatment can move biases the effect.</summary>
    public required IReadOnlyList<string> Covariates { get; init; }

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw both intervals into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The effect with and without the covariate.</summary>
/// <param name="Theta">Slope of the outcome on the covariate over both groups.</param>
/// <param name="SquaredCorrelation">Share of the outcome's variance that the covariate explains.</param>
/// <param name="Raw">Treated against not treated.</param>
/// <param name="Adjusted">The same with what the covariate explains taken out.</param>
public sealed record CupedResult(double Theta, double SquaredCorrelation, MeanDifference Raw, MeanDifference Adjusted) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["", "treated", "control", "difference", "std. error", "low", "high", "p"], [Raw.Cells("raw"), Adjusted.Cells("adjusted")]);
    }
}

/// <summary>A difference of two means by Welch's test.</summary>
/// <param name="Treated">Mean of the treated.</param>
/// <param name="Control">Mean of the others.</param>
/// <param name="Difference">Treated - control.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound of its interval.</param>
/// <param name="High">Upper bound of its interval.</param>
/// <param name="T">Difference / standard error; null where both groups are constant and differ.</param>
/// <param name="Degrees">Degrees of freedom.</param>
/// <param name="PValue">Probability of such a distance without an effect.</param>
public sealed record MeanDifference(double Treated, double Control, double Difference, double StandardError, double Low, double High, double? T, double Degrees, double PValue)
{
    internal static MeanDifference Of(TwoMeans means) => new(
        means.First, means.Second, means.Difference.Value, means.Difference.StandardError, means.Difference.Interval.Low, means.Difference.Interval.High, StudyText.Finite(means.T), means.Degrees, means.PValue);

    internal string[] Cells(string name) =>
        [name, StudyText.Number(Treated), StudyText.Number(Control), StudyText.Number(Difference), StudyText.Number(StandardError), StudyText.Number(Low), StudyText.Number(High), StudyText.P(PValue)];
}

/// <summary>The effect of a trial with what a covariate from before it explains taken out, which narrows the interval (CUPED).</summary>
public static class StudyCuped
{
    /// <summary>Compares the groups of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static CupedResult Run(CupedRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Covariates.Count != 1) throw HoldfastException.OfRequest($"--covariates: found {request.Covariates.Count} columns; one is allowed.");
        var table = file.Read([StudyColumns.EventColumn(request.Treatment).Column, request.Outcome, request.Covariates[0]], cancel);
        var cuped = Cuped.Compare(table.Numbers(request.Outcome), table.Numbers(request.Covariates[0]), table.Events(request.Treatment), StudyOperation.Level(request.Alpha));
        var (raw, adjusted) = (MeanDifference.Of(cuped.Raw), MeanDifference.Of(cuped.Adjusted));
        file.Draw(() => Draw(raw, adjusted), "The effect with its interval, raw and adjusted.");
        var narrower = raw.StandardError > 0 ? 1 - adjusted.StandardError / raw.StandardError : 0;
        return new CupedResult(cuped.Theta, cuped.SquaredCorrelation, raw, adjusted)
        {
            Words = [StudyText.Say($"The effect on {request.Outcome} is {adjusted.Difference:G6} (between {adjusted.Low:G6} and {adjusted.High:G6}, p = {StudyText.P(adjusted.PValue)}). The covariate explains {StudyText.Percent(cuped.SquaredCorrelation)} of the outcome and makes the interval {StudyText.Percent(narrower)} narrower; without it the effect is {raw.Difference:G6} (between {raw.Low:G6} and {raw.High:G6}).")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = table.Notes,
        };
    }

    static Drawing Draw(MeanDifference raw, MeanDifference adjusted)
    {
        var (low, high) = (Math.Min(0, Math.Min(raw.Low, adjusted.Low)), Math.Max(0, Math.Max(raw.High, adjusted.High)));
        var frame = new Frame(new Axis(0, 3, "", v => v == 1 ? "raw" : "adjusted") { Marks = [1, 2] }, new Axis(low, high, "effect", StudyText.Mark));
        frame.Point(1, new Report.Charts.Interval(raw.Difference, raw.Low, raw.High), StudyPlot.Series(3));
        return frame.Point(2, new Report.Charts.Interval(adjusted.Difference, adjusted.Low, adjusted.High), StudyPlot.Series(0)).Drawing;
    }
}
