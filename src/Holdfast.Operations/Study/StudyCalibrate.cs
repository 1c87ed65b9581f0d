using Holdfast.Numerics.Calibration;
using Holdfast.Numerics.Classification;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>Which score to turn into probabilities.</summary>
public sealed record CalibrateRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX; rows the model was not trained on.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells what happened (1, true, yes against 0, false, no); COLUMN=VALUE names another value.</summary>
    public required string Label { get; init; }

    /// <summary>Column with the score; higher means likelier. Beta and logistic calibration need scores within 0 to 1.</summary>
    public required string Score { get; init; }

    /// <summary>Column whose values part the rows into groups, each calibrated on its own.</summary>
    public string? By { get; init; }

    /// <summary>Bins of the table and of the calibration error. Default 10.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Which bins the table has. Default equal-mass: equally many rows in each.</summary>
    public Binning Binning { get; init; } = Binning.EqualMass;

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw predicted against observed shares into; of the first group.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The calibrations.</summary>
/// <param name="Groups">Calibrations of each group, groups in order.</param>
public sealed record CalibrateResult(IReadOnlyList<CalibrateGroup> Groups) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        foreach (var group in Groups)
        {
            yield return new TextTable($"{group.Group}: what each method makes of the score", ["method", "Brier", "log-loss", "ECE width", "ECE mass", "Brier, other rows", "log-loss, other rows", "a", "b", "c"],
                [.. group.Methods.Select(m => (string[])[m.Method, StudyText.Number(m.Brier), StudyText.Number(m.LogLoss), StudyText.Number(m.EceEqualWidth), StudyText.Number(m.EceEqualMass), StudyText.Number(m.OtherRowsBrier), StudyText.Number(m.OtherRowsLogLoss), StudyText.Number(m.A), StudyText.Number(m.B), StudyText.Number(m.C)])]);
            if (group.Bins.Count > 0)
                yield return new TextTable($"{group.Group}: the score as it is", ["rows", "predicted", "observed", "low", "high"],
                    [.. group.Bins.Select(b => (string[])[StudyText.Count(b.Rows), StudyText.Number(b.Predicted), StudyText.Number(b.Observed), StudyText.Number(b.Low), StudyText.Number(b.High)])]);
        }
    }
}

/// <summary>The calibrations of one group.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Positives">Rows in which it happened.</param>
/// <param name="Slope">Calibration slope of the score as it is; null where it is no probability, as the two after it.</param>
/// <param name="SlopeStandardError">Its standard error.</param>
/// <param name="Intercept">Intercept fitted with the slope.</param>
/// <param name="InTheLarge">Intercept with the slope held at 1.</param>
/// <param name="Methods">"none" (the score as it is), then each method.</param>
/// <param name="Bins">Predicted and observed shares of the score as it is.</param>
/// <param name="Best">Method with the lowest Brier score on rows it was not fitted on.</param>
public sealed record CalibrateGroup(
    string Group, int Rows, int Positives, double? Slope, double? SlopeStandardError, double? Intercept, double? InTheLarge, IReadOnlyList<CalibrationMethod> Methods,
    IReadOnlyList<CalibrationRow> Bins, string Best);

/// <summary>One method's fit and how well it does.</summary>
/// <param name="Method">none, platt, isotonic, beta or logistic.</param>
/// <param name="A">platt: P = 1 / (1 + exp(a score + b)); beta: logit P = c + a ln p - b ln(1 - p); logistic: logit P = c + a logit p.</param>
/// <param name="B">See a.</param>
/// <param name="C">See a.</param>
/// <param name="Steps">isotonic: the corners of its line; empty for the others.</param>
/// <param name="Brier">On the rows it was fitted on.</param>
/// <param name="LogLoss">On the rows it was fitted on.</param>
/// <param name="EceEqualWidth">On the rows it was fitted on, bins of equal width.</param>
/// <param name="EceEqualMass">On the rows it was fitted on, bins of equally many rows.</param>
/// <param name="OtherRowsBrier">Each row by a fit on the other nine tenths; null with fewer than ten rows of an outcome.</param>
/// <param name="OtherRowsLogLoss">Likewise.</param>
/// <param name="Settled">Whether its fit settled; false under separation.</param>
public sealed record CalibrationMethod(
    string Method, double? A, double? B, double? C, IReadOnlyList<CalibrationStep> Steps, double Brier, double LogLoss, double EceEqualWidth, double EceEqualMass,
    double? OtherRowsBrier, double? OtherRowsLogLoss, bool Settled);

/// <summary>A corner of an isotonic calibration.</summary>
/// <param name="Score">The score.</param>
/// <param name="Probability">What it becomes; between corners in proportion.</param>
public sealed record CalibrationStep(double Score, double Probability);

/// <summary>One bin of probabilities.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share in which it happened.</param>
/// <param name="Low">Lower bound of it (Wilson, 95 %).</param>
/// <param name="High">Upper bound of it.</param>
public sealed record CalibrationRow(int Rows, double Predicted, double Observed, double Low, double High);

/// <summary>Whether a score's probabilities are true, and what makes them so: Platt, isotonic, beta and logistic calibration side by side.</summary>
public static class StudyCalibrate
{
    const int Folds = 10;

    static readonly string[] OfProbabilities = ["none", "platt", "isotonic", "beta", "logistic"], OfScores = ["platt", "isotonic"];

    /// <summary>Calibrates the score of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static CalibrateResult Run(CalibrateRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        StudyGroups.Allow(request.Bins >= 1, "bins", request.Bins, "1 or more");
        var table = StudyTable.Read(request.File, [StudyColumns.EventColumn(request.Label).Column, request.Score, request.By], cancel);
        table.Countable([request.Score]);
        var (labels, scores) = (table.Events(request.Label), table.Numbers(request.Score));
        var parts = table.Groups(request.By);
        var (groups, failed) = StudyGroups.Each(request.By, parts, part => Calibrate(request, part.Name, labels.At(part.Rows), scores.At(part.Rows)));
        StudyPlot.Write(request.Plot, () => Draw(groups, parts, scores), "Observed against predicted shares of the score as it is, with the lines of the calibrations.");
        return new CalibrateResult(groups) { Words = [.. groups.Select(Say)], RowsRead = table.RowsRead, Rows = table.Rows, Notes = [.. table.Notes, .. Notes(groups, request.Score)], Failed = failed };
    }

    static CalibrateGroup Calibrate(CalibrateRequest request, string name, bool[] labels, double[] scores)
    {
        var probabilities = Array.TrueForAll(scores, score => score is >= 0 and <= 1);
        var line = probabilities && Array.Exists(scores, score => score != scores[0]) ? ClassificationMetrics.Calibration(scores, labels) : null;
        var methods = (probabilities ? OfProbabilities : OfScores).Select(method => Judge(method, labels, scores, request.Bins)).ToList();
        var bins = probabilities ? ClassificationMetrics.CalibrationBins(scores, labels, request.Bins, request.Binning) : [];
        return new CalibrateGroup(
            name, labels.Length, labels.Count(label => label), line?.Slope, line?.SlopeStandardError, line?.Intercept, line?.InTheLarge, methods,
            [.. bins.Select(b => new CalibrationRow(b.Count, b.Predicted, b.Observed, b.Interval.Low, b.Interval.High))], methods.MinBy(m => m.OtherRowsBrier ?? m.Brier)!.Method);
    }

    static CalibrationMethod Judge(string name, bool[] labels, double[] scores, int bins)
    {
        var (fit, apply) = Fit(name, labels, scores);
        var made = Array.ConvertAll(scores, s => apply(s));
        var others = OtherRows(name, labels, scores);
        return fit with
        {
            Brier = ClassificationMetrics.Brier(made, labels),
            LogLoss = ClassificationMetrics.LogLoss(made, labels),
            EceEqualWidth = ClassificationMetrics.ExpectedCalibrationError(made, labels, bins, Binning.EqualWidth),
            EceEqualMass = ClassificationMetrics.ExpectedCalibrationError(made, labels, bins, Binning.EqualMass),
            OtherRowsBrier = others is null ? null : ClassificationMetrics.Brier(others, labels),
            OtherRowsLogLoss = others is null ? null : ClassificationMetrics.LogLoss(others, labels),
        };
    }

    static (CalibrationMethod Fit, Func<double, double> Apply) Fit(string name, bool[] labels, double[] scores)
    {
        var none = new CalibrationMethod(name, null, null, null, [], 0, 0, 0, 0, null, null, true);
        switch (name)
        {
            case "platt":
                var platt = PlattCalibration.Fit(scores, labels, []);
                return (none with { A = platt.A, B = platt.B, Settled = platt.Convergence.Settled }, platt.Apply);
            case "isotonic":
                var isotonic = IsotonicCalibration.Fit(scores, labels, []);
                return (none with { Steps = [.. isotonic.Scores.Zip(isotonic.Values, (score, value) => new CalibrationStep(score, value))] }, isotonic.Apply);
            case "beta":
                var beta = BetaCalibration.Fit(scores, labels, []);
                return (none with { A = beta.A, B = beta.B, C = beta.C, Settled = beta.Convergence.Settled }, beta.Apply);
            case "logistic":
                var logistic = LogisticRecalibration.Fit(scores, labels, []);
                return (none with { A = logistic.Slope, C = logistic.Intercept, Settled = logistic.Convergence.Settled }, logistic.Apply);
            default:
                return (none, score => score);
        }
    }

    // Every tenth row of each outcome is judged by a fit on the rest.
    static double[]? OtherRows(string name, bool[] labels, double[] scores)
    {
        var positives = labels.Count(label => label);
        if (Math.Min(positives, labels.Length - positives) < Folds) return null;
        var seen = new int[2];
        var folds = Array.ConvertAll(labels, label => seen[label ? 1 : 0]++ % Folds);
        var made = new double[scores.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] rest = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
            var apply = Fit(name, labels.At(rest), scores.At(rest)).Apply;
            for (var row = 0; row < made.Length; row++)
            {
                if (folds[row] == fold) made[row] = apply(scores[row]);
            }
        }

        return made;
    }

    static string Say(CalibrateGroup group)
    {
        var best = group.Methods.Single(m => m.Method == group.Best);
        var start = StudyText.Say($"{group.Group}: it happened in {group.Positives} of {group.Rows} rows. ");
        if (group.Methods[0].Method != "none") return start + StudyText.Say($"The score is no probability; {best.Method} calibration makes the best one (Brier {StudyText.Number(best.OtherRowsBrier ?? best.Brier)}).");
        if (best.Method == "none") return start + StudyText.Say($"The score's probabilities are as good as any calibration of them on other rows (Brier {StudyText.Number(best.OtherRowsBrier ?? best.Brier)}); leave them.");
        return start + StudyText.Say($"{best.Method} calibration lowers the Brier score from {StudyText.Number(group.Methods[0].Brier)} to {StudyText.Number(best.OtherRowsBrier ?? best.Brier)}{(best.OtherRowsBrier is null ? " on the rows it was fitted on" : " on rows it was not fitted on")}.");
    }

    static IEnumerable<string> Notes(List<CalibrateGroup> groups, string score)
    {
        if (groups.Exists(g => g.Slope is null)) yield return $"Where column '{score}' holds values outside 0 to 1, or one value only, measures and methods for probabilities are left out.";
        if (groups.Exists(g => g.Methods.Any(m => !m.Settled))) yield return "Where a fit did not settle, the score separates the outcomes: its parameters grow without bound and are cut off.";
        if (groups.Exists(g => g.Methods[0].OtherRowsBrier is null)) yield return "With fewer than ten rows of an outcome nothing is judged on other rows; few rows flatter isotonic calibration most.";
    }

    static Drawing Draw(List<CalibrateGroup> groups, IReadOnlyList<StudyGroup> parts, double[] scores)
    {
        double[] Own(CalibrateGroup group) => scores.At(parts.First(part => part.Name == group.Group).Rows);
        return groups.Count == 1 ? Draw(groups[0], Own(groups[0])) : StudyPlot.Panels([.. groups.Select(group => new StudyPanel(group.Group, Draw(group, Own(group)), ""))]);
    }

    static Drawing Draw(CalibrateGroup group, double[] scores)
    {
        var (low, high) = (scores.Min(), scores.Max());
        var curves = group.Methods.Where(m => m.Method != "none").Select(m => (m.Method, Curve(m, low, high))).ToList();
        return LearningCharts.Calibration(group.Bins, curves, (Math.Min(0, low), Math.Max(1, high)));
    }

    static IReadOnlyList<(double X, double Y)> Curve(CalibrationMethod method, double low, double high) => method.Method == "isotonic"
        ? [.. method.Steps.Select(step => (step.Score, step.Probability))]
        : [.. Enumerable.Range(0, 101).Select(i => low + (high - low) * i / 100).Select(score => (score, Apply(method, score)))];

    static double Apply(CalibrationMethod method, double score) => method.Method switch
    {
        "platt" => Numerics.Regression.Logistic.Probability(-(method.A!.Value * score + method.B!.Value)),
        "beta" => new BetaCalibration(method.A!.Value, method.B!.Value, method.C!.Value, new Numerics.Convergence(0, Numerics.ConvergenceReason.Exact, 0)).Apply(score),
        _ => Numerics.Regression.Logistic.Probability(method.C!.Value + method.A!.Value * Numerics.Regression.Logistic.Logit(score)),
    };
}
