using Holdfast.Numerics.OffPolicy;

namespace Holdfast.Operations.Study;

/// <summary>Which policy to judge by which log.</summary>
public sealed record OffPolicyRequest
{
    /// <summary>File with one row per logged decision: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with what came of the decision: a number, or yes and no; COLUMN=VALUE names another value.</summary>
    public required string Outcome { get; init; }

    /// <summary>Column with the probability with which the logging policy took the action it took.</summary>
    public required string Propensity { get; init; }

    /// <summary>Column with the probability with which the policy in question takes the action that was taken. Give this or --policy.</summary>
    public string? Score { get; init; }

    /// <summary>Column with the action the policy in question picks on the row; needs --treatment.</summary>
    public string? Policy { get; init; }

    /// <summary>Column with the action that was taken; needed with --policy and --features.</summary>
    public string? Treatment { get; init; }

    /// <summary>Column with the context of a decision, such as a position: means and support are told apart by it.</summary>
    public string? Context { get; init; }

    /// <summary>Columns to model rewards from, with --policy or where there are two actions: a linear model per action, each row by models of the other folds. Default: smoothed means by action and context.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>How many rows of the overall mean each smoothed mean is drawn by. Default 10.</summary>
    public double Prior { get; init; } = 10;

    /// <summary>Column with a model's reward of the action that was taken, for the direct and the doubly robust estimate with --score; goes with --policy-reward. With two actions and --treatment none is needed.</summary>
    public string? TakenReward { get; init; }

    /// <summary>Column with a model's reward of the policy in question: the sum over actions of its probability times the modelled reward.</summary>
    public string? PolicyReward { get; init; }

    /// <summary>Weights above this are cut to it. Default: none are.</summary>
    public double? Clip { get; init; }

    /// <summary>Folds of the models of --features. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Column whose values part the rows into groups, each judged on its own.</summary>
    public string? By { get; init; }

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the estimates into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The policy's value.</summary>
/// <param name="Groups">Each group, groups in order.</param>
public sealed record OffPolicyResult(IReadOnlyList<OffPolicyGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("reward per decision", ["estimate", "value", "std. error", "low", "high"], [.. Groups.SelectMany(g => g.Estimates().Select(e =>
            (string[])[$"{g.Group}: {e.Name}", StudyText.Number(e.Estimate.Value), StudyText.Number(e.Estimate.StandardError), StudyText.Number(e.Estimate.Low), StudyText.Number(e.Estimate.High)]))]);
        yield return new TextTable("weights", ["group", "mean", "largest", "effective rows", "rows clipped", "weight clipped"], [.. Groups.Select(g =>
            (string[])[g.Group, StudyText.Number(g.MeanWeight), StudyText.Number(g.LargestWeight), StudyText.Number(g.EffectiveSampleSize), StudyText.Count(g.ClippedRows), StudyText.Percent(g.ClippedShare)])]);
    }
}

/// <summary>The policy's value in one group.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Logged">Mean reward of the log: what the logging policy earned.</param>
/// <param name="Ips">Inverse propensity score.</param>
/// <param name="Snips">Self-normalised; null where every weight is 0.</param>
/// <param name="Dm">Direct method; null without modelled rewards.</param>
/// <param name="Dr">Doubly robust; null without modelled rewards.</param>
/// <param name="MeanWeight">Mean weight before clipping; near 1 where the propensities are true and the log tried all the policy does.</param>
/// <param name="LargestWeight">Largest weight before clipping.</param>
/// <param name="EffectiveSampleSize">As many equally weighted rows would tell as much.</param>
/// <param name="Clip">Where weights were cut; null where they were not.</param>
/// <param name="ClippedRows">Rows whose weight was cut.</param>
/// <param name="ClippedShare">Share of all weight that was cut away.</param>
public sealed record OffPolicyGroup(
    string Group, int Rows, StudyEstimate Logged, StudyEstimate Ips, StudyEstimate? Snips, StudyEstimate? Dm, StudyEstimate? Dr, double MeanWeight, double LargestWeight,
    double EffectiveSampleSize, double? Clip, int ClippedRows, double ClippedShare)
{
    internal IEnumerable<(string Name, StudyEstimate Estimate)> Estimates() =>
        new (string Name, StudyEstimate? Estimate)[] { ("as logged", Logged), ("IPS", Ips), ("SNIPS", Snips), ("DM", Dm), ("DR", Dr) }
            .Where(e => e.Estimate is not null).Select(e => (e.Name, e.Estimate!));
}

/// <summary>What another policy would have earned, from decisions that were taken by chance and logged with their probability.</summary>
public static class StudyOffPolicy
{
    /// <summary>Judges the policy by the log of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong, or the policy takes actions the log never took.</exception>
    public static OffPolicyResult Run(OffPolicyRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var table = StudyTable.Read(
            request.File, [StudyColumns.EventColumn(request.Outcome).Column, request.Propensity, request.Score, request.Policy, request.Treatment, request.Context, request.TakenReward, request.PolicyReward, request.By, .. request.Features], cancel);
        table.Countable([StudyColumns.EventColumn(request.Outcome).Column, request.TakenReward, request.PolicyReward, .. request.Features]);
        var log = new StudyLog(table, request);
        var level = StudyOperation.Level(request.Alpha);
        var (groups, failed) = StudyGroups.Each(request.By, table.Groups(request.By), part => Judge(request, part, log, level));
        StudyPlot.Write(request.Plot, () => LearningCharts.Estimates([.. groups.SelectMany(g => g.Estimates().Select(e => (groups.Count == 1 ? e.Name : $"{g.Group}: {e.Name}", e.Estimate)))]), "Estimates of the policy's reward per decision with their intervals.");
        return new OffPolicyResult(groups) { Words = [.. groups.Select(Say)], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. groups.SelectMany(Notes)], Failed = failed };
    }

    static void Check(OffPolicyRequest request)
    {
        if (request.Score is null == request.Policy is null) throw HoldfastException.OfRequest("give one of --score (probability of the action that was taken) and --policy (the action the policy picks).");
        if (request.Policy is not null && request.Treatment is null) throw HoldfastException.OfRequest("--policy needs --treatment, the column with the action that was taken.");
        if (request.TakenReward is null != request.PolicyReward is null) throw HoldfastException.OfRequest("--taken-reward and --policy-reward come from one model: give both or neither.");
        if (request is { Score: not null, Treatment: null, Features.Count: > 0 }) throw HoldfastException.OfRequest("--features with --score need --treatment, the column with the action that was taken.");
        if (request.Clip is { } clip) StudyGroups.Allow(clip > 0, "clip", clip, "a number above 0");
        StudyGroups.Allow(request.Prior is >= 0 and <= 1e100, "prior", request.Prior, "0 or more");
        StudyGroups.Allow(request.Folds >= 2, "folds", request.Folds, "2 or more");
    }

    static OffPolicyGroup Judge(OffPolicyRequest request, StudyGroup part, StudyLog log, double level)
    {
        var decisions = log.Decisions(part.Rows);
        var value = PolicyValue.Estimate(decisions, request.Clip ?? double.PositiveInfinity, level);
        var logged = PolicyValue.Estimate(decisions with { Probabilities = decisions.Propensities, TakenRewards = null, PolicyRewards = null }, double.PositiveInfinity, level);
        return new OffPolicyGroup(
            part.Name, part.Rows.Length, StudyEstimate.Of(logged.Ips), StudyEstimate.Of(value.Ips), StudyEstimate.Of(value.Snips), StudyEstimate.Of(value.Dm), StudyEstimate.Of(value.Dr),
            value.Weights.Mean, value.Weights.Largest, value.Weights.EffectiveSampleSize, value.Weights.Clip, value.Weights.ClippedRows, value.Weights.ClippedShare);
    }

    static string Say(OffPolicyGroup group)
    {
        if (group.EffectiveSampleSize == 0) return StudyText.Say($"{group.Group}: in none of its {group.Rows} rows was done what the policy would do; nothing can be told of it.");
        var (name, best) = group.Dr is { } dr ? ("DR", dr) : group.Snips is { } snips ? ("SNIPS", snips) : ("IPS", group.Ips);
        var sense = best.Low > group.Logged.Value ? "more than the logging policy earned" : best.High < group.Logged.Value ? "less than the logging policy earned" : "which cannot be told from what the logging policy earned";
        return StudyText.Say($"{group.Group}: the policy would have earned about {best.Say()} per decision ({name}), {sense} ({StudyText.Number(group.Logged.Value)}). Its {group.Rows} rows tell as much as {group.EffectiveSampleSize:F0} drawn from the policy itself.");
    }

    static IEnumerable<string> Notes(OffPolicyGroup group)
    {
        if (group.ClippedRows > 0) yield return StudyText.Say($"{group.Group}: the weights of {group.ClippedRows} rows were cut to {group.Clip}, {StudyText.Percent(group.ClippedShare)} of all weight: IPS is drawn towards 0.");
        if (group.EffectiveSampleSize > 0 && group.EffectiveSampleSize < Math.Min(100, 0.1 * group.Rows)) yield return StudyText.Say($"{group.Group}: few rows carry nearly all weight (effective size {group.EffectiveSampleSize:F1}); the intervals are not to be trusted.");
        if (Math.Abs(group.MeanWeight - 1) > 0.1) yield return StudyText.Say($"{group.Group}: the mean weight is {group.MeanWeight:F3} and not near 1: the propensities are not what was used, or the policy takes actions the log never took.");
        if (group.Dm is not null) yield return $"{group.Group}: the interval of DM knows nothing of its model's errors; DR's does.";
    }
}
