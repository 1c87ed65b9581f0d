using Holdfast.Numerics;
using Holdfast.Numerics.Classification;

namespace Holdfast.Operations.Study;

/// <summary>Which score to judge, and by what.</summary>
public sealed record MetricsRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells what happened (1, true, yes against 0, false, no); COLUMN=VALUE names another value.</summary>
    public required string Label { get; init; }

    /// <summary>Column with the score; higher means likelier. Scores within 0 to 1 are judged as probabilities too.</summary>
    public required string Score { get; init; }

    /// <summary>Column with another score of the same rows, to compare the AUCs with.</summary>
    public string? Against { get; init; }

    /// <summary>Column whose values part the rows into groups, each judged on its own and its scores compared with those of the first.</summary>
    public string? By { get; init; }

    /// <summary>Bins of the lift table and of the calibration error. Default 10.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Value of a customer who stays, for the profit. Default 200, as in the paper.</summary>
    public double CustomerValue { get; init; } = 200;

    /// <summary>Cost of the offer to who accepts it. Default 10.</summary>
    public double OfferCost { get; init; } = 10;

    /// <summary>Cost of contacting a customer. Default 1.</summary>
    public double ContactCost { get; init; } = 1;

    /// <summary>First parameter of the beta distribution of the share of leavers who accept. Default 6.</summary>
    public double AcceptanceAlpha { get; init; } = 6;

    /// <summary>Second parameter of it. Default 14: 30 per cent accept on average.</summary>
    public double AcceptanceBeta { get; init; } = 14;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the ROC curve into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The measures.</summary>
/// <param name="Groups">Measures of each group, groups in order.</param>
public sealed record MetricsResult(IReadOnlyList<MetricsGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        string[] names = ["AUC", "its low", "its high", "average precision", "KS", "lift of the top bin", "Brier", "log-loss", "ECE, equal width", "ECE, equal mass", "calibration slope", "calibration intercept", "in the large", "maximum profit", "share to contact", "expected maximum profit", "share to contact then", "stability"];
        var columns = Groups.Select(g => (double?[])[g.Auc, g.AucLow, g.AucHigh, g.AveragePrecision, g.Ks, g.Lift[0].Lift, g.Brier, g.LogLoss, g.EceEqualWidth, g.EceEqualMass, g.CalibrationSlope, g.CalibrationIntercept, g.InTheLarge, g.MaximumProfit, g.MaximumProfitShare, g.ExpectedMaximumProfit, g.ExpectedMaximumProfitShare, g.Stability]).ToList();
        yield return new TextTable("", ["measure", .. Groups.Select(g => g.Group)], [.. names.Select((name, i) => (string[])[name, .. columns.Select(column => StudyText.Number(column[i]))])]);
        foreach (var group in Groups)
        {
            yield return new TextTable($"{group.Group}: lift, highest scores first", ["bin", "rows", "positives", "rate", "lift", "captured", "lift so far"],
                [.. group.Lift.Select(b => (string[])[StudyText.Count(b.Number), StudyText.Count(b.Rows), StudyText.Number(b.Positives), StudyText.Percent(b.Rate), StudyText.Number(b.Lift), StudyText.Percent(b.Captured), StudyText.Number(b.CumulativeLift)])]);
        }
    }
}

/// <summary>The measures of one group. A measure that cannot be told is null: the probability ones where a score lies outside 0 to 1.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Positives">Rows in which it happened.</param>
/// <param name="Auc">Probability that a positive scores above another row, ties counting half.</param>
/// <param name="AucStandardError">DeLong's standard error of it; null where an outcome occurs once only.</param>
/// <param name="AucLow">Lower bound of it.</param>
/// <param name="AucHigh">Upper bound of it.</param>
/// <param name="AveragePrecision">Area under precision and recall in step form.</param>
/// <param name="Ks">Largest distance between the distributions of scores of the two outcomes.</param>
/// <param name="Lift">Bins of rows in order of score.</param>
/// <param name="Brier">Mean squared distance of probability and outcome.</param>
/// <param name="LogLoss">Mean log-loss, natural logarithm; probabilities kept 1e-15 away from 0 and 1.</param>
/// <param name="EceEqualWidth">Expected calibration error, bins of equal width.</param>
/// <param name="EceEqualMass">The same, bins of equally many rows.</param>
/// <param name="CalibrationSlope">Slope of the outcome's log-odds on those of the probability.</param>
/// <param name="CalibrationIntercept">Intercept fitted with it.</param>
/// <param name="InTheLarge">Intercept with the slope held at 1.</param>
/// <param name="MaximumProfit">Profit per row at the best share to contact, when acceptance is its mean.</param>
/// <param name="MaximumProfitShare">That share.</param>
/// <param name="ExpectedMaximumProfit">Profit per row expected over the distribution of acceptance (EMPC).</param>
/// <param name="ExpectedMaximumProfitShare">The mean share to contact then.</param>
/// <param name="Stability">Population stability index of the scores against those of the first group; null without --by.</param>
/// <param name="Comparison">The two scores compared by AUC; null without --against.</param>
public sealed record MetricsGroup(
    string Group, int Rows, int Positives, double Auc, double? AucStandardError, double? AucLow, double? AucHigh, double AveragePrecision, double Ks, IReadOnlyList<LiftRow> Lift, double? Brier, double? LogLoss,
    double? EceEqualWidth, double? EceEqualMass, double? CalibrationSlope, double? CalibrationIntercept, double? InTheLarge, double MaximumProfit, double MaximumProfitShare,
    double ExpectedMaximumProfit, double ExpectedMaximumProfitShare, double? Stability, ScoreComparison? Comparison)
{
    internal IReadOnlyList<RocPoint> Curve { get; init; } = [];
}

/// <summary>A bin of the lift table.</summary>
/// <param name="Number">From 1, highest scores first.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Positives">Positives in it; a part of one where a tie was shared between bins.</param>
/// <param name="Rate">Positives per row.</param>
/// <param name="Lift">Rate over the rate of all rows.</param>
/// <param name="Captured">Share of all positives in this bin and those before.</param>
/// <param name="CumulativeLift">Lift of this bin and those before together.</param>
public sealed record LiftRow(int Number, int Rows, double Positives, double Rate, double Lift, double Captured, double CumulativeLift);

/// <summary>Two scores compared by AUC, DeLong's paired test.</summary>
/// <param name="Other">Column of the other score.</param>
/// <param name="OtherAuc">Its AUC.</param>
/// <param name="Difference">AUC less the other's.</param>
/// <param name="Z">Difference over its standard error; null where that is 0.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record ScoreComparison(string Other, StudyEstimate OtherAuc, StudyEstimate Difference, double? Z, double PValue);

/// <summary>How good a score is: whether it ranks rightly, whether its probabilities are true, what it is worth in money.</summary>
public static class StudyMetrics
{
    /// <summary>Judges the score of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static MetricsResult Run(MetricsRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var table = StudyTable.Read(request.File, [StudyColumns.EventColumn(request.Label).Column, request.Score, request.Against, request.By], cancel);
        var (labels, scores) = (table.Events(request.Label), table.Numbers(request.Score));
        var others = request.Against is null ? null : table.Numbers(request.Against);
        var parts = table.Groups(request.By);
        var first = request.By is null ? null : scores.At(parts[0].Rows);
        var (groups, failed) = StudyGroups.Each(request.By, parts, part =>
            Judge(request, part.Name, labels.At(part.Rows), scores.At(part.Rows), first) with { Comparison = Compare(request, labels.At(part.Rows), scores.At(part.Rows), others?.At(part.Rows)) });
        StudyPlot.Write(request.Plot, () => LearningCharts.Roc([.. groups.Select(g => (g.Group, g.Curve))]), "ROC curve, a line for each group.");
        return new MetricsResult(groups) { Words = [.. groups.Select(Say), .. groups.SelectMany(SayComparison)], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. Notes(groups, request.Score)], Failed = failed };
    }

    static void Check(MetricsRequest request)
    {
        StudyGroups.Allow(request.Bins >= 1, "bins", request.Bins, "1 or more");
        StudyGroups.Allow(request.AcceptanceAlpha is > 0 and <= 1e6, "acceptance-alpha", request.AcceptanceAlpha, "above 0 and up to a million");
        StudyGroups.Allow(request.AcceptanceBeta is > 0 and <= 1e6, "acceptance-beta", request.AcceptanceBeta, "above 0 and up to a million");
        StudyGroups.Allow(request.CustomerValue is > 0 and <= 1e100, "customer-value", request.CustomerValue, "above 0");
        StudyGroups.Allow(request.OfferCost >= 0 && request.OfferCost < request.CustomerValue, "offer-cost", request.OfferCost, StudyText.Say($"0 or more and less than the customer's value of {request.CustomerValue}"));
        StudyGroups.Allow(request.ContactCost is >= 0 and <= 1e100, "contact-cost", request.ContactCost, "0 or more");
    }

    static MetricsGroup Judge(MetricsRequest request, string name, bool[] labels, double[] scores, double[]? first)
    {
        var economics = new CampaignEconomics
        {
            AcceptanceAlpha = request.AcceptanceAlpha,
            AcceptanceBeta = request.AcceptanceBeta,
            CustomerValue = request.CustomerValue,
            OfferCost = request.OfferCost,
            ContactCost = request.ContactCost,
        };
        var positives = labels.Count(label => label);
        var (most, mean) = (ProfitMeasures.MaximumProfit(scores, labels, economics), ProfitMeasures.ExpectedMaximumProfit(scores, labels, economics));
        var level = StudyOperation.Level(request.Alpha);
        Estimate? auc = positives > 1 && labels.Length - positives > 1 ? ClassificationMetrics.AucWithInterval(scores, labels, level) : null;
        var group = new MetricsGroup(
            name, labels.Length, positives, ClassificationMetrics.Auc(scores, labels), auc?.StandardError, auc?.Interval.Low, auc?.Interval.High,
            ClassificationMetrics.AveragePrecision(scores, labels), ClassificationMetrics.KolmogorovSmirnov(scores, labels),
            [.. ClassificationMetrics.LiftTable(scores, labels, Math.Min(request.Bins, labels.Length)).Select(b => new LiftRow(b.Number, b.Customers, b.Positives, b.Rate, b.Lift, b.Captured, b.CumulativeLift))],
            null, null, null, null, null, null, null, most.Profit, most.Share, mean.Profit, mean.Share, first is null ? null : PopulationStability.OfScores(first, scores), null)
        {
            Curve = ClassificationMetrics.RocCurve(scores, labels),
        };
        return Array.TrueForAll(scores, score => score is >= 0 and <= 1) ? OfProbabilities(group, labels, scores, request.Bins) : group;
    }

    static MetricsGroup OfProbabilities(MetricsGroup group, bool[] labels, double[] scores, int bins)
    {
        var line = Array.Exists(scores, score => score != scores[0]) ? ClassificationMetrics.Calibration(scores, labels) : null;
        return group with
        {
            Brier = ClassificationMetrics.Brier(scores, labels),
            LogLoss = ClassificationMetrics.LogLoss(scores, labels),
            EceEqualWidth = ClassificationMetrics.ExpectedCalibrationError(scores, labels, bins, Binning.EqualWidth),
            EceEqualMass = ClassificationMetrics.ExpectedCalibrationError(scores, labels, bins, Binning.EqualMass),
            CalibrationSlope = line?.Convergence.Settled == true ? line.Slope : null,
            CalibrationIntercept = line?.Convergence.Settled == true ? line.Intercept : null,
            InTheLarge = line?.InTheLarge,
        };
    }

    static ScoreComparison? Compare(MetricsRequest request, bool[] labels, double[] scores, double[]? others)
    {
        if (others is null) return null;
        var result = AucComparison.Compare(scores, others, labels, StudyOperation.Level(request.Alpha));
        return new ScoreComparison(request.Against!, StudyEstimate.Of(result.Second), StudyEstimate.Of(result.Difference), result.Z, result.PValue);
    }

    static string Say(MetricsGroup group)
    {
        var start = StudyText.Say($"{group.Group}: it happened in {group.Positives} of {group.Rows} rows. In {StudyText.Percent(group.Auc)} of pairs the score ranks rightly (AUC {StudyText.Number(group.Auc)}, {StudyText.Number(group.AucLow)} to {StudyText.Number(group.AucHigh)}); the top {StudyText.Percent((double)group.Lift[0].Rows / group.Rows)} hold {group.Lift[0].Lift:F2} times as many as chance would bring.");
        if (group.CalibrationSlope is not { } slope) return start;
        var sense = slope < 0.9 ? "the probabilities are too extreme" : slope > 1.1 ? "the probabilities are too timid" : "the probabilities are about as sure as they should be";
        return start + StudyText.Say($" Calibration slope {slope:F2}: {sense}.");
    }

    static IEnumerable<string> SayComparison(MetricsGroup group)
    {
        if (group.Comparison is { } other)
            yield return StudyText.Say($"{group.Group}: against '{other.Other}' (AUC {StudyText.Number(other.OtherAuc.Value)}) the difference is {other.Difference.Say()}, p {StudyText.P(other.PValue)}.");
    }

    static IEnumerable<string> Notes(List<MetricsGroup> groups, string score)
    {
        if (groups.Exists(g => g.Brier is null)) yield return $"Column '{score}' holds scores outside 0 to 1: measures of probabilities are left out; make probabilities with 'holdfast study calibrate'.";
        if (groups.Exists(g => g.Auc < 0.5)) yield return "An AUC below 0.5 means that the score falls where the outcome grows likelier: higher must mean likelier here, nothing is turned round.";
        if (groups.Exists(g => Math.Min(g.Positives, g.Rows - g.Positives) < 2)) yield return "An AUC with one row of an outcome has no interval.";
        if (groups.Exists(g => g.AucStandardError == 0)) yield return "Where scores separate the outcomes, or do not differ at all, DeLong's interval of the AUC shrinks to a point and says nothing of its doubt.";
        if (groups.Exists(g => g.Stability > 0.25)) yield return "A stability index above 0.25 says that the group's scores come from another population than the first group's.";
    }
}
