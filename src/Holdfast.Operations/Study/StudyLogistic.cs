using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Regression;

namespace Holdfast.Operations.Study;

/// <summary>What to explain by what.</summary>
public sealed record LogisticRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells what happened (1, true, yes against 0, false, no); COLUMN=VALUE names another value.</summary>
    public required string Label { get; init; }

    /// <summary>Columns that explain, separated by commas; texts become one column for each value but the first.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Penalty: half of it times the sum of squared coefficients per standard deviation of their column is taken from the log-likelihood. Default 0: plain maximum likelihood, as R's glm.</summary>
    public double Penalty { get; init; }

    /// <summary>Column whose values part the rows into groups, a model for each.</summary>
    public string? By { get; init; }

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the ROC curve into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The models.</summary>
/// <param name="Groups">A model for each group, groups in order.</param>
public sealed record LogisticResult(IReadOnlyList<LogisticGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables() => Groups.Select(group => new TextTable(
        $"{group.Group}: deviance {StudyText.Number(group.Deviance)} of {StudyText.Number(group.NullDeviance)} without columns, AIC {StudyText.Number(group.Aic)}",
        ["term", "coefficient", "std. error", "z", "p", "odds ratio", "low", "high"],
        [.. group.Terms.Select(t => (string[])[t.Term, StudyText.Number(t.Coefficient), StudyText.Number(t.StandardError), StudyText.Number(t.Z), t.PValue is { } p ? StudyText.P(p) : "-", StudyText.Number(t.OddsRatio), StudyText.Number(t.OddsRatioLow), StudyText.Number(t.OddsRatioHigh)])]));
}

/// <summary>The model of one group.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Events">Rows in which it happened.</param>
/// <param name="Terms">The intercept, then a term per column of the design.</param>
/// <param name="LogLikelihood">Log-likelihood at the end, without the penalty.</param>
/// <param name="Deviance">-2 x log-likelihood.</param>
/// <param name="NullDeviance">The same with the intercept alone.</param>
/// <param name="DegreesOfFreedom">Rows less coefficients.</param>
/// <param name="Aic">Deviance + 2 x coefficients; with a penalty it is no AIC any more.</param>
/// <param name="Auc">AUC on the same rows: flattering, since the model was fitted on them.</param>
/// <param name="Separated">True where the columns separate the labels, so that plain maximum likelihood has no finite answer.</param>
/// <param name="Iterations">Newton steps.</param>
/// <param name="Converged">Whether the optimum was found.</param>
public sealed record LogisticGroup(
    string Group, int Rows, int Events, IReadOnlyList<LogisticTerm> Terms, double LogLikelihood, double Deviance, double NullDeviance, int DegreesOfFreedom,
    double Aic, double Auc, bool Separated, int Iterations, bool Converged)
{
    internal IReadOnlyList<RocPoint> Curve { get; init; } = [];
}

/// <summary>One term; every figure but the name is null where the data cannot tell (a column that depends on earlier ones).</summary>
/// <param name="Term">"(Intercept)", a column, or COLUMN=VALUE.</param>
/// <param name="Coefficient">Change of the log-odds per unit.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Z">Coefficient over standard error.</param>
/// <param name="PValue">Two-sided, from the normal distribution (Wald).</param>
/// <param name="Low">Lower bound of the coefficient.</param>
/// <param name="High">Upper bound of the coefficient.</param>
/// <param name="OddsRatio">exp(coefficient).</param>
/// <param name="OddsRatioLow">Its lower bound.</param>
/// <param name="OddsRatioHigh">Its upper bound.</param>
public sealed record LogisticTerm(
    string Term, double? Coefficient, double? StandardError, double? Z, double? PValue, double? Low, double? High, double? OddsRatio, double? OddsRatioLow, double? OddsRatioHigh)
{
    internal static LogisticTerm Of(string name, double coefficient, double error, double level)
    {
        if (error <= 0) return new LogisticTerm(name, null, null, null, null, null, null, null, null, null);
        var half = NormalDistribution.TwoSided(level) * error;
        var z = coefficient / error;
        return new LogisticTerm(
            name, coefficient, error, z, 2 * NormalDistribution.UpperTail(Math.Abs(z)), coefficient - half, coefficient + half,
            StudyText.Finite(Math.Exp(coefficient)), StudyText.Finite(Math.Exp(coefficient - half)), StudyText.Finite(Math.Exp(coefficient + half)));
    }
}

/// <summary>What goes with an outcome that happens or not, each column's part told apart (logistic regression).</summary>
public static class StudyLogistic
{
    /// <summary>Fits the models of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static LogisticResult Run(LogisticRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyGroups.Allow(request.Penalty >= 0 && double.IsFinite(request.Penalty), "penalty", request.Penalty, "0 or more");
        if (request.Features.Count == 0) throw HoldfastException.OfRequest("--features: found no column; at least one is needed.");
        var table = StudyTable.Read(request.File, [StudyColumns.EventColumn(request.Label).Column, request.By, .. request.Features], cancel);
        table.Countable(request.Features);
        var design = StudyDesign.Of(table, request.Features);
        var labels = table.Events(request.Label);
        var level = StudyOperation.Level(request.Alpha);
        var (groups, failed) = StudyGroups.Each(request.By, table.Groups(request.By), group => Fit(group, design, labels, request.Penalty, level));
        StudyPlot.Write(request.Plot, () => LearningCharts.Roc([.. groups.Select(g => (g.Group, g.Curve))]), "ROC curve on the rows the model was fitted on, a line for each group.");
        return new LogisticResult(groups) { Words = [.. groups.Select(Say)], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. groups.SelectMany(g => Notes(g, request.Penalty))], Failed = failed };
    }

    static LogisticGroup Fit(StudyGroup group, StudyDesign design, bool[] labels, double penalty, double level)
    {
        var (rows, width) = (design.ByRow(group.Rows), design.Terms.Count);
        var events = labels.At(group.Rows);
        var fit = LogisticRegression.Fit(rows, width, Array.ConvertAll(events, label => label ? 1.0 : 0), [], new LogisticOptions { Ridge = penalty });
        var terms = design.Terms.Select((term, j) => LogisticTerm.Of(term.Name, fit.Coefficients[j], fit.StandardErrors[j], level));
        var scores = Array.ConvertAll([.. Enumerable.Range(0, events.Length)], row => fit.Logit(rows.AsSpan(row * width, width)));
        var used = 1 + fit.Aliased.Count(aliased => !aliased);
        return new LogisticGroup(
            group.Name, events.Length, events.Count(label => label), [LogisticTerm.Of("(Intercept)", fit.Intercept, fit.InterceptStandardError, level), .. terms],
            fit.LogLikelihood, fit.Deviance, fit.NullDeviance, events.Length - used, fit.Deviance + 2 * used,
            ClassificationMetrics.Auc(scores, events), fit.Separated, fit.Convergence.Iterations, fit.Convergence.Settled)
        {
            Curve = ClassificationMetrics.RocCurve(scores, events),
        };
    }

    static string Say(LogisticGroup group)
    {
        var sure = group.Terms.Skip(1).Where(t => t is { Low: > 0 } or { High: < 0 }).OrderBy(t => t.PValue).Take(3).ToList();
        var told = sure.Count == 0
            ? "no column's part is sure at this level"
            : "surest: " + string.Join("; ", sure.Select(t => StudyText.Say($"{t.Term} multiplies the odds by {StudyText.Number(t.OddsRatio)} ({StudyText.Number(t.OddsRatioLow)} to {StudyText.Number(t.OddsRatioHigh)})")));
        return StudyText.Say($"{group.Group}: it happened in {group.Events} of {group.Rows} rows; {told}. The columns explain {StudyText.Percent(1 - group.Deviance / group.NullDeviance)} of the deviance.");
    }

    static IEnumerable<string> Notes(LogisticGroup group, double penalty)
    {
        var left = group.Terms.Where(t => t.Coefficient is null).Select(t => t.Term).ToList();
        if (left.Count > 0 && !group.Separated) yield return $"{group.Group}: {string.Join(", ", left)} depend on earlier columns and were left out.";
        if (group.Separated) yield return penalty == 0
            ? $"{group.Group}: the columns separate the labels, so some coefficients grow without bound and their errors mean nothing; use --penalty 1."
            : $"{group.Group}: the columns separate the labels; only the penalty keeps the coefficients finite.";
        if (!group.Converged && !group.Separated) yield return StudyText.Say($"{group.Group}: the fit did not settle in {group.Iterations} steps; read the figures with care.");
        if (penalty > 0) yield return StudyText.Say($"{group.Group}: fitted with a penalty of {penalty}: coefficients are drawn towards 0, and errors and p-values are approximate.");
    }
}
