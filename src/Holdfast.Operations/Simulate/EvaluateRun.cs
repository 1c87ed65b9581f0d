using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>Which run to compare with the truth, or on how many fresh worlds to try the workspace.</summary>
public sealed record EvaluateRunRequest
{
    /// <summary>Workspace filled by <c>holdfast simulate bank</c>; with <see cref="Seeds"/> a workspace for the sample bank whose settings are tried. Default the current folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";

    /// <summary>Day of the run, <c>yyyy-MM-dd</c>. Default the day the truth holds for.</summary>
    public string? AsOf { get; init; }

    /// <summary>Worlds to make, run and evaluate in turn, in a folder of their own that is removed; 0 evaluates the run that is there. Default 0.</summary>
    public int Seeds { get; init; }

    /// <summary>Seed of the first of these worlds; the others follow. Default 101.</summary>
    public long FirstSeed { get; init; } = 101;

    /// <summary>Customers of each of these worlds. Default 8000.</summary>
    public int Customers { get; init; } = 8_000;
}

/// <summary>Runs against the truth.</summary>
/// <param name="Worlds">Each run.</param>
/// <param name="Bars">What is asked of the runs together and whether it holds; empty for one run.</param>
public sealed record EvaluateRunResult(IReadOnlyList<RunAgainstTruth> Worlds, IReadOnlyList<EvaluationBar> Bars);

/// <summary>Compares a run's scores and decisions with the truth of the simulated world.</summary>
public static class EvaluateRun
{
    /// <summary>Reads the truth and the run's tables and compares them.</summary>
    /// <exception cref="HoldfastException">There is no truth, no such run, or the run is for another day than the truth.</exception>
    public static RunAgainstTruth Run(EvaluateRunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var root = Path.GetFullPath(request.Workspace);
        var (day, truth) = TruthFile.Read(root);
        var asOf = AsOf(request.AsOf, day);
        var folder = Folder(root, asOf);
        var loaded = WorkspaceFiles.Load(root, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        return Compare(asOf, truth, Said.Read(folder, workspace), workspace);
    }

    static RunAgainstTruth Compare(Day asOf, IReadOnlyList<TrueCustomer> truth, Said said, Workspace workspace)
    {
        var scored = truth.Where(c => said.Scores.ContainsKey(c.Customer)).ToList();
        var here = scored.Where(c => c.State != "silent").ToList();
        if (here.Count == 0) throw new HoldfastException("no scored customer is in the truth file: the scores are of another world");
        var risks = here.Select(c => said.Scores[c.Customer].ChurnProbability).ToArray();
        var true90 = here.Select(c => c.Churn90).ToArray();
        var leaves = here.Select(c => c.Leaves90).ToArray();
        var plans = new TruePlans(scored, said.Options, workspace.Policy, workspace.Business.Costs.StaffMinute);
        var contacted = here.Where(c => said.Actions.ContainsKey(c.Customer)).ToList();
        return new RunAgainstTruth
        {
            AsOf = asOf.ToString(),
            Customers = here.Count,
            GoneInSilence = scored.Count - here.Count,
            Spearman = Ranks.Correlation(risks, true90),
            AttainableSpearman = Attainable.RankCorrelation(said.Features, here.ToDictionary(c => c.Customer, c => c.Churn90, StringComparer.Ordinal)),
            CalibrationSlope = Slope(risks, true90),
            SlopeOnWhatCameToPass = ClassificationMetrics.Calibration(risks, leaves).Slope,
            Deciles = Deciles(risks, true90),
            TruthAuc = ClassificationMetrics.Auc(true90, leaves),
            PredictedAuc = ClassificationMetrics.Auc(risks, leaves),
            Margins = Margins(plans, said),
            DrivenAway = new DrivenAwayCount(here.Count, here.Count(IsDrivenAway), contacted.Count, contacted.Count(IsDrivenAway)),
            Actions = ByAction(said.Plan, plans),
        };
    }

    static PlanMargins Margins(TruePlans plans, Said said) => new()
    {
        Plan = plans.Of(said.Actions),
        PlanCost = plans.CostOf(said.Actions),
        Random = plans.AtRandom(1),
        ByRisk = plans.ByRisk(said.Scores.ToDictionary(s => s.Key, s => s.Value.ChurnProbability, StringComparer.Ordinal)),
        ByValueAtRisk = plans.ByRisk(said.Scores.ToDictionary(s => s.Key, s => (double)s.Value.ValueAtRisk, StringComparer.Ordinal)),
        WithoutLearning = plans.WithoutLearning(),
        Best = plans.Best(),
        BestRulesAside = plans.BestRulesAside(),
    };

    static bool IsDrivenAway(TrueCustomer customer) => customer.Response == "sleeping_dog";

    static List<PlannedAction> ByAction(IReadOnlyDictionary<string, Planned> plan, TruePlans plans) =>
    [
        .. plan.GroupBy(one => one.Value.Action, StringComparer.Ordinal)
            .Select(group => new PlannedAction(
                group.Key, group.Count(), group.Sum(one => one.Value.Margin), plans.Of(group.ToDictionary(one => one.Key, one => one.Value.Action, StringComparer.Ordinal))))
            .OrderByDescending(action => action.Customers)
            .ThenBy(action => action.Action, StringComparer.Ordinal),
    ];

    // The true probability stands for the outcome, so that no luck of who did leave is in the slope.
    static double Slope(double[] risks, double[] true90)
    {
        if (true90.All(p => p == 0) || risks.Distinct().Take(2).Count() < 2) return double.NaN;
        var logits = Array.ConvertAll(risks, risk => Logistic.Logit(Math.Clamp(risk, 1e-9, 1 - 1e-9)));
        return LogisticRegression.Fit(logits, 1, true90, [], new LogisticOptions { Ridge = 0 }).Coefficients[0];
    }

    static List<RiskDecile> Deciles(double[] risks, double[] true90)
    {
        var order = Enumerable.Range(0, risks.Length).OrderBy(i => risks[i]).ThenBy(i => i).ToArray();
        return
        [
            .. Enumerable.Range(0, 10).Select(d => order[(d * order.Length / 10)..((d + 1) * order.Length / 10)]).Where(tenth => tenth.Length > 0)
                .Select(tenth => new RiskDecile(tenth.Average(i => risks[i]), tenth.Average(i => true90[i]))),
        ];
    }

    static Day AsOf(string? asked, Day truth)
    {
        if (asked is null) return truth;
        if (!Day.TryParse(asked, out var day)) throw new HoldfastException($"as-of is '{asked}'; a day such as {truth} is allowed");
        return day == truth ? day : throw new HoldfastException($"the truth holds for {truth}; a run for {asked} cannot be compared with it");
    }

    static RunFolder Folder(string root, Day asOf)
    {
        var folder = RunFolder.RootOf(root, asOf);
        string[] needed = [Path.Combine("predict", "scores.parquet"), Path.Combine("predict", "features.parquet"), Path.Combine("decide", "decisions.parquet"), Path.Combine("decide", "refusals.parquet")];
        foreach (var path in needed.Select(file => Path.Combine(folder, file)))
        {
            if (!File.Exists(path)) throw new HoldfastException($"{path} is not there: run 'holdfast run --workspace {root} --as-of {asOf}' first");
        }

        return new RunFolder(folder, folder);
    }
}
