using Holdfast.Numerics.Survival;

namespace Holdfast.Operations.Study;

/// <summary>What to fit.</summary>
public sealed record CoxRequest
{
    /// <summary>File with one row per subject, or one per interval of a subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the time at which each left or was last seen; this or --stop.</summary>
    public string? Duration { get; init; }

    /// <summary>Column that tells whether it left then (1, true, yes) or was only last seen (0, false, no); COLUMN=VALUE names another value. Default: all left.</summary>
    public string? Event { get; init; }

    /// <summary>Column with the time of coming under observation, or the start of the row's interval. Default: all at 0.</summary>
    public string? Entry { get; init; }

    /// <summary>Column with the end of the row's interval, for columns that change with time; this or --duration.</summary>
    public string? Stop { get; init; }

    /// <summary>Columns that explain, separated by commas; those that are not numbers are factors.</summary>
    public required IReadOnlyList<string> Covariates { get; init; }

    /// <summary>Events at one time: efron, breslow or exact. Default efron, as in R.</summary>
    public TieMethod Ties { get; init; }

    /// <summary>Column whose values each have a baseline hazard of their own.</summary>
    public string? Strata { get; init; }

    /// <summary>Column whose values part the rows into groups; besides the fit to all rows each gets one of its own.</summary>
    public string? By { get; init; }

    /// <summary>Column whose values mark rows that belong together; standard errors are then robust.</summary>
    public string? Cluster { get; init; }

    /// <summary>Whether standard errors are robust although no cluster is given. Default: no.</summary>
    public bool Robust { get; init; }

    /// <summary>Scale of time of the test of proportionality: kaplan-meier, rank, identity or log. Default kaplan-meier, as in R.</summary>
    public TimeScale TimeScale { get; init; }

    /// <summary>Times, separated by commas, at which to tell the baseline. Default: the whole baseline.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the hazard ratios into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The fitted regression.</summary>
/// <param name="Events">Rows that ended in the event.</param>
/// <param name="Ties">How ties were treated.</param>
/// <param name="Coefficients">One for each column, factors with one for each level but the first.</param>
/// <param name="Covariance">Covariance of the coefficients, a row for each; robust where asked for.</param>
/// <param name="NullLogLikelihood">Partial log-likelihood with all coefficients 0.</param>
/// <param name="LogLikelihood">Partial log-likelihood of the fit.</param>
/// <param name="LikelihoodRatio">Test of all coefficients being 0.</param>
/// <param name="Wald">The same by Wald's test.</param>
/// <param name="Score">The same by the score (log-rank) test.</param>
/// <param name="Concordance">How often the one predicted to leave sooner does.</param>
/// <param name="Proportionality">Tests of each term's hazard ratio changing with time, and of all together under the name GLOBAL; empty where the fit did not settle.</param>
/// <param name="Baseline">Cumulative baseline hazard by stratum and time.</param>
/// <param name="Convergence">How the fit ended.</param>
public sealed record CoxResult(
    int Events, TieMethod Ties, IReadOnlyList<CoefficientRow> Coefficients, IReadOnlyList<double[]> Covariance, double NullLogLikelihood, double LogLikelihood,
    TestRow LikelihoodRatio, TestRow Wald, TestRow Score, ConcordanceRow Concordance, IReadOnlyList<TestRow> Proportionality, IReadOnlyList<BaselineRow> Baseline, ConvergenceRow Convergence) : StudyResult
{
    /// <summary>With --by a fit for each group, groups in order; else empty.</summary>
    public IReadOnlyList<CoxGroup> Groups { get; init; } = [];

    internal override IEnumerable<TextTable> Tables() =>
    [
        CoefficientRow.Table("hazard ratio", Coefficients),
        TestRow.Table("", [LikelihoodRatio, Wald, Score]),
        new TextTable("", ["log-likelihood", "null", "concordance", "std. error"],
            [[StudyText.Number(LogLikelihood), StudyText.Number(NullLogLikelihood), StudyText.Number(Concordance.C), StudyText.Number(Concordance.StandardError)]]),
        .. Proportionality.Count > 0 ? (TextTable[])[TestRow.Table("Does the hazard ratio change with time? (a small p says yes)", Proportionality)] : [],
        new TextTable("Baseline", ["stratum", "time", "hazard at 0", "hazard at centre", "share at centre"],
            [.. Baseline.Select(b => (string[])[b.Stratum, StudyText.Number(b.Time), StudyText.Number(b.Hazard), StudyText.Number(b.HazardAtCentre), StudyText.Number(b.SurvivalAtCentre)])]),
        .. Groups.SelectMany(group => StudyGroups.Titled(group.Group, group.Fit.Tables())),
    ];
}

/// <summary>The regression fitted to one group.</summary>
/// <param name="Group">Value of the --by column.</param>
/// <param name="Fit">Its fit, with the same keys; the columns are those of all rows, and one that does not vary in the group is left out.</param>
public sealed record CoxGroup(string Group, CoxResult Fit);

/// <summary>The cumulative baseline hazard at one time.</summary>
/// <param name="Stratum">Value of the --strata column; "all" without one.</param>
/// <param name="Time">The time.</param>
/// <param name="Hazard">Cumulative hazard of a row of zeros; null where it is too large or small for a number.</param>
/// <param name="HazardAtCentre">Cumulative hazard at the mean of each column, but 0 for columns of -1, 0 and 1, as R's basehaz.</param>
/// <param name="SurvivalAtCentre">exp(-that).</param>
public sealed record BaselineRow(string Stratum, double Time, double? Hazard, double? HazardAtCentre, double? SurvivalAtCentre);

/// <summary>Which columns go with leaving sooner or later, time being left free: Cox's proportional hazards regression.</summary>
public static class StudyCox
{
    /// <summary>Fits a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static CoxResult Run(CoxRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry, request.Stop), [.. request.Covariates, request.Strata, request.Cluster, request.By], cancel);
        var design = StudyDesign.Of(times.Table, request.Covariates);
        if (request.Ties == TieMethod.Exact && (request.Robust || request.Cluster is not null)) throw HoldfastException.OfRequest("--ties exact has no robust standard errors (nor has R's coxph): leave --robust and --cluster out, or take efron or breslow.");
        var whole = Fit(request, times, design, [.. Enumerable.Range(0, times.Table.Rows)]);
        var (groups, failed) = request.By is null ? ([], []) : StudyGroups.Each(request.By, times.Table.Groups(request.By), group => new CoxGroup(group.Name, Fit(request, times, design, group.Rows)));
        var drawn = groups.Count == 0 ? whole.Coefficients : [.. groups.SelectMany(group => group.Fit.Coefficients.Select(c => c with { Name = $"{group.Group}: {c.Name}" }))];
        StudyPlot.Write(request.Plot, () => CoefficientRow.Draw(drawn, "hazard ratio"), "Hazard ratio of each column with its interval.");
        return whole with
        {
            Groups = groups,
            Failed = failed,
            RowsRead = times.Table.RowsRead,
            Words = [.. whole.Words, .. StudyGroups.Lines(groups.Select(g => (g.Group, g.Fit.Words)))],
            Notes = [.. times.Table.Notes, .. whole.Notes, .. StudyGroups.Lines(groups.Select(g => (g.Group, g.Fit.Notes)))],
        };
    }

    static CoxResult Fit(CoxRequest request, DurationTable times, StudyDesign design, int[] used)
    {
        var rows = design.ByRow(used);
        var strata = times.Table.Groups(request.Strata);
        var sample = times.Sample(used, request.Strata is null ? null : DurationTable.Numbers(strata, times.Table.Rows));
        var fit = CoxRegression.Fit(sample, rows, design.Terms.Count, new CoxOptions { Ties = request.Ties });
        var isRobust = request.Robust || request.Cluster is not null;
        var covariance = isRobust ? CoxResiduals.Of(sample, rows, fit).RobustCovariance(times.Numbers(request.Cluster)?.At(used) ?? []) : fit.Covariance;
        var coefficients = CoefficientRow.Of(design, new Coefficients(fit.Coefficients, covariance, fit.Aliased, fit.Runaway), StudyOperation.Level(request.Alpha));
        var events = sample.Events.Count(true);
        return new CoxResult(
            events, request.Ties, coefficients, Coefficients.Square(covariance), fit.NullLogLikelihood, fit.LogLikelihood,
            TestRow.Of("likelihood ratio", fit.LikelihoodRatio), TestRow.Of("Wald", fit.Wald), TestRow.Of("score (log-rank)", fit.Score),
            ConcordanceRow.Of(Concordance.Of(sample, fit.LinearPredictors(rows))), Proportionality(sample, rows, fit, design, request.TimeScale), Baselines(sample, rows, fit, strata, request.At), ConvergenceRow.Of(fit.Convergence))
        {
            Words = Say(coefficients, fit, (used.Length, events), request.Alpha),
            RowsRead = used.Length,
            Rows = used.Length,
            Notes = [.. CoefficientRow.Warnings(coefficients, fit.Convergence.Settled)],
        };
    }

    static List<TestRow> Proportionality(SurvivalSample sample, double[] rows, CoxFit fit, StudyDesign design, TimeScale scale)
    {
        if (!fit.Convergence.Settled) return [];
        var columns = design.Terms.Select(term => term.Column).Distinct().ToList();
        var test = ProportionalityTest.Of(sample, rows, fit, [.. design.Terms.Select(term => columns.IndexOf(term.Column))], scale);
        return [.. columns.Zip(test.Terms, TestRow.Of), TestRow.Of("GLOBAL", test.All)];
    }

    static List<BaselineRow> Baselines(SurvivalSample sample, double[] rows, CoxFit fit, IReadOnlyList<StudyGroup> strata, IReadOnlyList<double> at)
    {
        var baseline = CoxBaseline.Of(sample, rows, fit);
        var told = new List<BaselineRow>();
        foreach (var s in baseline.Strata)
        {
            var curve = baseline.Curve(s);
            foreach (var time in at.Count > 0 ? at : curve.Times)
            {
                var (hazard, centred) = (curve.At(time), curve.At(time) * baseline.AtCentre);
                told.Add(new BaselineRow(strata[s].Name, time, StudyText.Finite(hazard), StudyText.Finite(centred), StudyText.Finite(Math.Exp(-centred))));
            }
        }

        return told;
    }

    static IReadOnlyList<string> Say(List<CoefficientRow> coefficients, CoxFit fit, (int Rows, int Events) count, double alpha) =>
    [
        StudyText.Say($"Of {count.Rows} rows {count.Events} ended in the event; {(fit.LikelihoodRatio.PValue < alpha ? "the columns together tell who leaves sooner" : "the columns together are not shown to tell who leaves sooner")} (p = {StudyText.P(fit.LikelihoodRatio.PValue)})."),
        .. coefficients.Where(c => c.P < alpha && !c.IsUnbounded).Select(c => StudyText.Say(
            $"{c.Name}: {(c.Level is null ? "one more" : $"against {c.Column} at its first value, it")} goes with {StudyText.Number(c.Ratio)} times the hazard of leaving (between {StudyText.Number(c.Low)} and {StudyText.Number(c.High)}).")),
    ];
}
