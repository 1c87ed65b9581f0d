using Holdfast.Numerics.Uplift;

namespace Holdfast.Operations.Study;

/// <summary>Ways to model an effect.</summary>
public enum UpliftLearner
{
    /// <summary>One model with treatment as a column.</summary>
    S,

    /// <summary>A model for each arm.</summary>
    T,

    /// <summary>Imputed effects of each arm, modelled.</summary>
    X,

    /// <summary>Residual on residual.</summary>
    R,

    /// <summary>Doubly robust effects, modelled.</summary>
    Dr,
}

/// <summary>Ways to model an outcome.</summary>
public enum OutcomeLearner
{
    /// <summary>Linear least squares.</summary>
    Linear,

    /// <summary>Logistic regression, for outcomes of 0 and 1.</summary>
    Logistic,
}

/// <summary>Which trial to judge a score on, or to learn an effect from.</summary>
public sealed record UpliftRequest
{
    /// <summary>File with one row per subject of a trial: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells who was treated (1, true, yes against 0, false, no); COLUMN=VALUE names another value.</summary>
    public required string Treatment { get; init; }

    /// <summary>Column with the outcome, higher is better: a number, or yes and no; COLUMN=VALUE names another value.</summary>
    public required string Outcome { get; init; }

    /// <summary>Column with the score to judge: predicted effects, or anything that rises with them.</summary>
    public string? Score { get; init; }

    /// <summary>Columns to learn the effect from where no score is given: each row is then judged by a model of the other folds.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>How the effect is learned. Default dr. Ignored with --score.</summary>
    public UpliftLearner Learner { get; init; } = UpliftLearner.Dr;

    /// <summary>How outcomes are modelled. Default linear.</summary>
    public OutcomeLearner Model { get; init; } = OutcomeLearner.Linear;

    /// <summary>Column with each row's probability of treatment. Default: the share of treated rows.</summary>
    public string? Propensity { get; init; }

    /// <summary>Column whose values part the rows into groups, each judged on its own.</summary>
    public string? By { get; init; }

    /// <summary>Shares of the highest scores, separated by commas, to tell the uplift of. Default 0.1,0.2,0.3.</summary>
    public IReadOnlyList<double> At { get; init; } = [0.1, 0.2, 0.3];

    /// <summary>Bins of customers in order of score. Default 10.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Folds of cross-fitting. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Samples of the bootstrap. Default 500.</summary>
    public int Draws { get; init; } = 500;

    /// <summary>Seed of the bootstrap. Default 1: the same answer every time.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the Qini curve into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>What the trial shows.</summary>
/// <param name="Groups">Each group, groups in order.</param>
public sealed record UpliftResult(IReadOnlyList<UpliftGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["measure", "value", "low", "high"], [.. Groups.SelectMany(Measures)]);
        foreach (var group in Groups)
        {
            if (group.Coefficients.Count > 0)
                yield return new TextTable($"{group.Group}: effect per unit of each column", ["term", "effect"], [.. group.Coefficients.Select(c => (string[])[c.Term, StudyText.Number(c.Value)])]);
            if (group.Bins.Count == 0) continue;
            yield return new TextTable($"{group.Group}: uplift among the highest scores", ["share", "of everyone", "of each arm"], [.. group.At.Select(a => (string[])[StudyText.Percent(a.Share), StudyText.Number(a.Overall), StudyText.Number(a.ByGroup)])]);
            yield return new TextTable($"{group.Group}: uplift by bin, highest scores first", ["bin", "treated", "untreated", "treated mean", "untreated mean", "uplift", "low", "high"],
                [.. group.Bins.Select(b => (string[])[StudyText.Count(b.Number), StudyText.Number(b.Treated), StudyText.Number(b.Untreated), StudyText.Number(b.TreatedMean), StudyText.Number(b.UntreatedMean), StudyText.Number(b.Uplift?.Value), StudyText.Number(b.Uplift?.Low), StudyText.Number(b.Uplift?.High)])]);
        }
    }

    static IEnumerable<string[]> Measures(UpliftGroup g) =>
        new (string Name, double? Value, double? Low, double? High)[]
        {
            ("average effect", g.AverageEffect.Value, g.AverageEffect.Low, g.AverageEffect.High),
            ("average effect, doubly robust", g.DoublyRobust?.Value, g.DoublyRobust?.Low, g.DoublyRobust?.High),
            ("Qini", g.Curve?.Qini, g.Curve?.QiniLow, g.Curve?.QiniHigh),
            ("AUUC", g.Curve?.Auuc, g.Curve?.AuucLow, g.Curve?.AuucHigh),
            ("Qini as scikit-uplift", g.Curve?.ScikitQini, g.Curve?.ScikitQiniLow, g.Curve?.ScikitQiniHigh),
            ("AUUC as scikit-uplift", g.Curve?.ScikitAuuc, g.Curve?.ScikitAuucLow, g.Curve?.ScikitAuucHigh),
        }.Where(m => m.Value is not null).Select(m => (string[])[$"{g.Group}: {m.Name}", StudyText.Number(m.Value), StudyText.Number(m.Low), StudyText.Number(m.High)]);
}

/// <summary>What one group of a trial shows.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Treated">Rows treated.</param>
/// <param name="Untreated">Rows not treated.</param>
/// <param name="AverageEffect">Mean outcome of treated less untreated rows.</param>
/// <param name="DoublyRobust">Average effect by augmented inverse probability weighting; null without --features.</param>
/// <param name="Curve">Areas under the uplift curves; null where there is nothing to rank by.</param>
/// <param name="At">Uplift among the highest scores.</param>
/// <param name="Bins">Uplift by bins of customers.</param>
/// <param name="Coefficients">The effect learned from all rows, per unit of each column; empty unless effect and outcome are linear.</param>
public sealed record UpliftGroup(
    string Group, int Rows, int Treated, int Untreated, StudyEstimate AverageEffect, StudyEstimate? DoublyRobust, UpliftAreas? Curve, IReadOnlyList<UpliftAtRow> At,
    IReadOnlyList<UpliftBinRow> Bins, IReadOnlyList<EffectTerm> Coefficients)
{
    internal IReadOnlyList<UpliftPoint> Points { get; init; } = [];
}

/// <summary>Areas under the uplift curves, with bootstrap intervals.</summary>
/// <param name="Qini">Area between Radcliffe's curve and chance, over n squared.</param>
/// <param name="QiniLow">Lower bound.</param>
/// <param name="QiniHigh">Upper bound.</param>
/// <param name="Auuc">Area under the uplift curve, over n squared.</param>
/// <param name="AuucLow">Lower bound.</param>
/// <param name="AuucHigh">Upper bound.</param>
/// <param name="ScikitQini">qini_auc_score of scikit-uplift; null unless outcomes are 0 and 1, as the rest.</param>
/// <param name="ScikitQiniLow">Lower bound.</param>
/// <param name="ScikitQiniHigh">Upper bound.</param>
/// <param name="ScikitAuuc">uplift_auc_score of scikit-uplift.</param>
/// <param name="ScikitAuucLow">Lower bound.</param>
/// <param name="ScikitAuucHigh">Upper bound.</param>
public sealed record UpliftAreas(
    double Qini, double QiniLow, double QiniHigh, double Auuc, double AuucLow, double AuucHigh, double? ScikitQini, double? ScikitQiniLow, double? ScikitQiniHigh,
    double? ScikitAuuc, double? ScikitAuucLow, double? ScikitAuucHigh)
{
    internal static UpliftAreas Of(ScoredTrial trial, UpliftRequest request, double level)
    {
        var (curve, normalised, interval) = (UpliftCurve.Measure(trial), NormalisedUplift.Measure(trial), UpliftIntervals.Bootstrap(trial, request.Draws, request.Seed, level));
        return new UpliftAreas(
            curve.Qini, interval.Qini.Low, interval.Qini.High, curve.Auuc, interval.Auuc.Low, interval.Auuc.High,
            normalised?.Qini, interval.NormalisedQini?.Low, interval.NormalisedQini?.High, normalised?.Auuc, interval.NormalisedAuuc?.Low, interval.NormalisedAuuc?.High);
    }
}

/// <summary>Uplift among the highest scores; null where they hold none of an arm.</summary>
/// <param name="Share">Share of rows.</param>
/// <param name="Overall">Of everyone's highest scores, a tie at the edge counted in proportion.</param>
/// <param name="ByGroup">Of the highest scores of each arm.</param>
/// <param name="ScikitOverall">uplift_at_k of scikit-uplift, strategy overall: in a tie the last rows of the file first.</param>
/// <param name="ScikitByGroup">The same, strategy by_group.</param>
public sealed record UpliftAtRow(double Share, double? Overall, double? ByGroup, double? ScikitOverall, double? ScikitByGroup)
{
    internal static UpliftAtRow Of(ScoredTrial trial, double share) => new(
        share, UpliftAtShare.Measure(trial, share, TopOf.Everyone, TieRule.Averaged), UpliftAtShare.Measure(trial, share, TopOf.EachArm, TieRule.Averaged),
        UpliftAtShare.Measure(trial, share, TopOf.Everyone, TieRule.LastRowFirst), UpliftAtShare.Measure(trial, share, TopOf.EachArm, TieRule.LastRowFirst));
}

/// <summary>A bin of customers in order of score.</summary>
/// <param name="Number">From 1, highest scores first.</param>
/// <param name="Treated">Treated rows; a part of one where a tie was shared between bins.</param>
/// <param name="Untreated">Untreated rows.</param>
/// <param name="TreatedMean">Their mean outcome.</param>
/// <param name="UntreatedMean">Their mean outcome.</param>
/// <param name="Uplift">The difference; null where an arm has fewer than two rows.</param>
public sealed record UpliftBinRow(int Number, double Treated, double Untreated, double? TreatedMean, double? UntreatedMean, StudyEstimate? Uplift);

/// <summary>Part of a linear effect.</summary>
/// <param name="Term">"(Intercept)", a column, or COLUMN=VALUE.</param>
/// <param name="Value">Change of the effect per unit.</param>
public sealed record EffectTerm(string Term, double Value);

/// <summary>For whom an action works: how well a score ranks customers by what the action does to them, or what a trial teaches about it.</summary>
public static class StudyUplift
{
    /// <summary>Judges a score, or learns one, on the trial of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static UpliftResult Run(UpliftRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var (treatment, outcome) = (StudyColumns.EventColumn(request.Treatment).Column, StudyColumns.EventColumn(request.Outcome).Column);
        var table = StudyTable.Read(request.File, [treatment, outcome, request.Score, request.Propensity, request.By, .. request.Features], cancel);
        table.Countable([outcome, .. request.Features]);
        var trial = new StudyTrial(
            table.Events(request.Treatment), table.Outcomes(request.Outcome), request.Score is null ? null : table.Numbers(request.Score),
            request.Propensity is null ? null : table.Numbers(request.Propensity), request.Features.Count == 0 ? null : StudyDesign.Of(table, request.Features));
        var level = StudyOperation.Level(request.Alpha);
        var (groups, failed) = StudyGroups.Each(request.By, table.Groups(request.By), part => Judge(request, part.Name, trial.At(part.Rows), level));
        if (request.Plot is not null && !groups.Exists(g => g.Points.Count > 0)) throw HoldfastException.OfRequest("--plot: there is nothing to draw without --score or --features.");
        StudyPlot.Write(request.Plot, () => LearningCharts.Qini([.. groups.Where(g => g.Points.Count > 0).Select(g => (g.Group, Curve(g)))]), "Qini curve, a line for each group, with the line of chance.");
        return new UpliftResult(groups) { Words = [.. groups.Select(Say)], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. table.Lumped(request.Treatment), .. Notes(request, groups)], Failed = failed };
    }

    static void Check(UpliftRequest request)
    {
        StudyGroups.Allow(request.Bins >= 1, "bins", request.Bins, "1 or more");
        StudyGroups.Allow(request.Draws is >= 20 and <= 100_000, "draws", request.Draws, "20 to 100,000");
        StudyGroups.Allow(request.Folds >= 2, "folds", request.Folds, "2 or more, and at most the rows of the smaller arm,");
        foreach (var share in request.At) StudyGroups.Allow(share is > 0 and <= 1, "at", share, "above 0 and up to 1");
    }

    static UpliftGroup Judge(UpliftRequest request, string name, StudyTrial trial, double level)
    {
        var rows = trial.Rows();
        var smaller = Math.Min(rows.TreatedCount, trial.Treated.Length - rows.TreatedCount);
        if (trial.Width > 0) StudyGroups.Allow(request.Folds <= smaller, "folds", request.Folds, StudyText.Say($"2 to {smaller}, the rows of the smaller arm,"));
        var options = new UpliftOptions { Outcome = trial.Learner(request.Model), Folds = request.Folds };
        var scores = trial.Scores ?? (trial.Width == 0 ? null : trial.OtherFolds(request.Learner, options));
        var group = new UpliftGroup(
            name, trial.Treated.Length, rows.TreatedCount, trial.Treated.Length - rows.TreatedCount, StudyEstimate.Of(AverageEffects.Difference(rows, level)),
            trial.Width == 0 ? null : StudyEstimate.Of(AverageEffects.DoublyRobust(rows, options, level)), null, [], [], trial.Terms(request, options));
        if (scores is null) return group;
        var scored = new ScoredTrial(scores, trial.Treated, trial.Outcomes);
        return group with
        {
            Curve = UpliftAreas.Of(scored, request, level),
            At = [.. request.At.Select(share => UpliftAtRow.Of(scored, share))],
            Bins = [.. UpliftAtShare.Bins(scored, Math.Min(request.Bins, scored.Count), level).Select(b => new UpliftBinRow(b.Number, b.Treated, b.Untreated, b.TreatedMean, b.UntreatedMean, StudyEstimate.Of(b.Uplift)))],
            Points = UpliftCurve.Points(scored),
        };
    }

    // Additional outcome per treated customer's place: the gain among the treated, spread over all customers of the group.
    static IReadOnlyList<(double X, double Y)> Curve(UpliftGroup group) => [.. group.Points.Select(p => (p.Customers / group.Rows, p.Gain / group.Rows))];

    static string Say(UpliftGroup group)
    {
        var effect = group.AverageEffect is { Low: <= 0, High: >= 0 } ? "that may be chance" : group.AverageEffect.Value > 0 ? "the action works on average" : "the action harms on average";
        var start = StudyText.Say($"{group.Group}: {group.Treated} of {group.Rows} were treated; treatment changed the mean outcome by {group.AverageEffect.Say()}: {effect}.");
        if (group.Curve is not { } curve) return start;
        var skill = curve.QiniLow > 0 ? "the score finds those on whom it works better than chance" : curve.QiniHigh < 0 ? "the score ranks worse than chance" : "whether the score ranks better than chance cannot be told from this trial";
        return start + StudyText.Say($" Qini {StudyText.Number(curve.Qini)} ({StudyText.Number(curve.QiniLow)} to {StudyText.Number(curve.QiniHigh)}): {skill}.");
    }

    static IEnumerable<string> Notes(UpliftRequest request, List<UpliftGroup> groups)
    {
        if (groups.Exists(g => g.Points.Count > 0)) yield return "Qini and AUUC are areas over n squared with ties merged and the untreated scaled to the treated (Radcliffe); scikit-uplift's, divided by a perfect curve, stand beside them.";
        if (request.Score is null && request.Features.Count > 0) yield return StudyText.Say($"Each row's score comes from a model of the other folds ({request.Folds}, in turn within each arm).");
        if (request is { Score: null, Learner: UpliftLearner.S, Model: OutcomeLearner.Linear } && request.Features.Count > 0) yield return "A linear S-learner gives everyone the same effect: choose another learner.";
        if (request.Propensity is not null) yield return "The plain difference and the curves take treatment as drawn with one probability; where the propensities differ, trust the doubly robust figure.";
    }
}
