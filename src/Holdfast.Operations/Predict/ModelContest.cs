using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>Who won on rows nobody had seen, with the model trained on all rows.</summary>
/// <param name="Champion">trees or logistic.</param>
/// <param name="Risk">The champion, trained on all rows.</param>
/// <param name="Calibration">Its calibration, from rows the tested models had not seen.</param>
/// <param name="Tests">The measures of all that competed, the champion first.</param>
/// <param name="Probabilities">The champion's probabilities of the rows it was tested on.</param>
/// <param name="Labels">What became of them.</param>
/// <param name="Customers">How many customers those rows belong to.</param>
sealed record ContestResult(
    string Champion,
    IRiskModel Risk,
    ScoreCalibration Calibration,
    IReadOnlyList<ModelTest> Tests,
    double[] Probabilities,
    bool[] Labels,
    int Customers);

/// <summary>
/// Lets boosted trees, the logistic baseline and a rule of recency compete on rows none of them has seen, and trains the winner on all
/// rows. The winner is who has the smaller log-loss of calibrated probabilities on rows that choose and are not reported: customers held
/// back from the training, or under cross-validation the other folds. The rule is shown, never used.
/// </summary>
/// <param name="training">Trains models on a table.</param>
/// <param name="plan">Which rows train and which test.</param>
/// <param name="recencyColumn">The column the rule of recency ranks by; -1 for none.</param>
/// <param name="isHigherRiskier">Whether more of it means more risk.</param>
sealed class ModelContest(RiskTraining training, CutoffPlan plan, int recencyColumn, bool isHigherRiskier)
{
    const int Folds = 10;
    const int CalibrationFolds = 5;

    delegate IRiskModel? Trainer(TrainingTable table, CancellationToken cancel);

    /// <summary>Holds the contest.</summary>
    public ContestResult Hold(TrainingTable table, CancellationToken cancel)
    {
        Trainer trees = training.Trees, logistic = (rows, _) => training.Logistic(rows);
        var unseen = plan.Testing == Testing.OutOfTime
            ? new[] { OutOfTime("trees", trees, table, cancel), OutOfTime("logistic", logistic, table, cancel) }
            : [Folded("trees", trees, table, cancel), Folded("logistic", logistic, table, cancel)];
        var entrants = unseen.OfType<Unseen>().OrderBy(u => u.ChoiceLoss).ToList();
        if (plan.Testing == Testing.CrossValidation) entrants[0] = ChosenByOtherFolds(entrants);
        var champion = entrants[0];
        var risk = (champion.Name == "trees" ? trees : logistic)(table, cancel)!;
        var rule = Rule(champion.Rows);
        return new ContestResult(
            champion.Name,
            risk,
            champion.Final,
            [.. entrants.Select(e => e.Test).Append(rule).OfType<ModelTest>()],
            champion.Probabilities,
            champion.Labels,
            champion.Rows.Infos.Select(i => i.Customer).Distinct().Count());
    }

    /// <summary>Trained on the early cut-offs' customers but for one fold in five, calibrated and chosen on that fold, tested on the last cut-offs.</summary>
    Unseen? OutOfTime(string name, Trainer trainer, TrainingTable table, CancellationToken cancel)
    {
        var early = table.Where(row => plan.Trains(row.Cutoff));
        if (trainer(early.Where(row => row.Fold % CalibrationFolds != 0), cancel) is not { } model) return null;
        var held = early.Where(row => row.Fold % CalibrationFolds == 0);
        var test = table.Where(row => plan.Tests(row.Cutoff));
        var heldMargins = Margins(model, held);
        var calibration = Calibrated(heldMargins, held);
        var margins = Margins(model, test);
        return Unseen.Of(name, test, Array.ConvertAll(margins, calibration.Probability), Calibrated(margins, test)) with
        {
            ChoiceLoss = LogLoss(CrossCalibrated(heldMargins, held), held, _ => true),
        };
    }

    /// <summary>Every fold scored by a model of the other nine; each half of the folds calibrated on the other half.</summary>
    static Unseen? Folded(string name, Trainer trainer, TrainingTable table, CancellationToken cancel)
    {
        var margins = new double[table.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            if (trainer(table.Where(row => row.Fold != fold), cancel) is not { } model) return null;
            for (var i = 0; i < table.Count; i++)
            {
                if (table.Infos[i].Fold == fold) margins[i] = model.Margin(table.Row(i));
            }
        }

        var probabilities = CrossCalibrated(margins, table);
        return Unseen.Of(name, table, probabilities, Calibrated(margins, table)) with { ChoiceLoss = LogLoss(probabilities, table, _ => true) };
    }

    /// <summary>The winner over all folds, each fold reported as by whom the other folds would have chosen.</summary>
    static Unseen ChosenByOtherFolds(List<Unseen> entrants)
    {
        var table = entrants[0].Rows;
        var chosen = Enumerable.Range(0, Folds)
            .Select(fold => entrants.MinBy(entrant => LogLoss(entrant.Probabilities, table, row => row.Fold != fold))!.Probabilities).ToArray();
        var probabilities = Enumerable.Range(0, table.Count).Select(i => chosen[table.Infos[i].Fold][i]).ToArray();
        return entrants[0] with { Probabilities = probabilities, Test = ModelTest.Of(entrants[0].Name, probabilities, entrants[0].Labels) };
    }

    /// <summary>Probabilities of each half of the folds by the calibration of the other.</summary>
    static double[] CrossCalibrated(double[] margins, TrainingTable table)
    {
        var halves = new[] { Half(margins, table, 1), Half(margins, table, 0) };
        return [.. margins.Select((margin, i) => halves[table.Infos[i].Fold % 2].Probability(margin))];
    }

    /// <summary>Mean log-loss by weight; infinite without a row.</summary>
    static double LogLoss(double[] probabilities, TrainingTable table, Func<RowInfo, bool> counts)
    {
        double sum = 0, weights = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var info = table.Infos[i];
            if (!counts(info)) continue;
            sum -= info.Weight * Math.Log(Math.Max(1e-15, info.Left ? probabilities[i] : 1 - probabilities[i]));
            weights += info.Weight;
        }

        return weights > 0 ? sum / weights : double.PositiveInfinity;
    }

    ModelTest? Rule(TrainingTable rows)
    {
        if (recencyColumn < 0) return null;
        var values = Enumerable.Range(0, rows.Count).Select(i => (double)rows.Row(i)[recencyColumn]).ToArray();
        var known = values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Max();
        var ranks = Array.ConvertAll(values, v => (isHigherRiskier ? 1 : -1) * (double.IsNaN(v) ? known + 1 : v) / Math.Max(1, known));
        return ModelTest.Of("recency", Array.ConvertAll(ranks, Calibrated(ranks, rows).Probability), rows.Labels());
    }

    static ScoreCalibration Half(double[] margins, TrainingTable table, int parity)
    {
        var chosen = Enumerable.Range(0, table.Count).Where(i => table.Infos[i].Fold % 2 == parity).ToArray();
        return Calibrated([.. chosen.Select(i => margins[i])], table.Where(row => row.Fold % 2 == parity));
    }

    static double[] Margins(IRiskModel model, TrainingTable table)
    {
        var margins = new double[table.Count];
        for (var i = 0; i < margins.Length; i++) margins[i] = model.Margin(table.Row(i));
        return margins;
    }

    static ScoreCalibration Calibrated(double[] margins, TrainingTable table)
    {
        var labels = table.Labels();
        var leavers = labels.Count(left => left);
        if (leavers == 0 || leavers == labels.Length) return ScoreCalibration.None(margins.DefaultIfEmpty(0).Average(), leavers);
        var customers = table.Infos.Select(info => info.Customer).Distinct().Count();
        var weights = table.Infos.Select(info => (double)info.Weight).ToArray();
        return ScoreCalibration.Fit(margins, labels, weights, table.Count / (double)customers);
    }

    sealed record Unseen(string Name, TrainingTable Rows, double[] Probabilities, bool[] Labels, ScoreCalibration Final, ModelTest? Test)
    {
        /// <summary>Log-loss on the rows that choose.</summary>
        public double ChoiceLoss { get; init; }

        public static Unseen Of(string name, TrainingTable rows, double[] probabilities, ScoreCalibration final) =>
            new(name, rows, probabilities, rows.Labels(), final, ModelTest.Of(name, probabilities, rows.Labels()));
    }
}
