using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>One customer's arm of an experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Arm">The arm.</param>
readonly record struct ArmOfRow(string Experiment, string Arm);

/// <summary>The third pass: features of the training rows, and of the customers of experiments on the day they were assigned.</summary>
/// <param name="Table">Training rows, all features.</param>
/// <param name="Trials">Rows of experiments, all features.</param>
/// <param name="Arms">The arm of each row of <paramref name="Trials"/>.</param>
/// <param name="Answers">Past contacts, all features.</param>
sealed record RowFolding(TrainingTable Table, TrainingTable Trials, IReadOnlyList<ArmOfRow> Arms, AnswerRows Answers)
{
    const int Folds = 10;

    public static RowFolding Of(PredictionInput input, FeatureCatalogue catalogue, LabelTable labels, (RowSampling Sampling, long Contacts) drawn, CancellationToken cancel)
    {
        var (sampling, answers) = (drawn.Sampling, new AnswerRows(input, catalogue.Features.Count, drawn.Contacts));
        var (table, trials) = (new TrainingTable(catalogue.Features.Count), new TrainingTable(catalogue.Features.Count));
        var arms = new List<ArmOfRow>();
        var experiments = Experiments(input);
        var (row, customer) = (new double[catalogue.Features.Count], 0);
        foreach (var history in input.Histories())
        {
            cancel.ThrowIfCancellationRequested();
            var draws = RowSampling.Of(history.Customer);
            var fold = draws.Split("fold").Index(Folds);
            var drawnRows = new List<RowInfo>();
            for (var i = 0; i < sampling.Plan.Cutoffs.Count; i++)
            {
                var (cutoff, outcome) = (sampling.Plan.Cutoffs[i], labels.At(customer, i));
                var weight = sampling.Weight(draws, cutoff, outcome);
                if (weight > 0) drawnRows.Add(new RowInfo(customer, cutoff, outcome, fold, weight));
            }

            AddFolded(table, drawnRows, history, input.Business, catalogue);
            foreach (var (assignment, outcome) in Assigned(history, input, experiments))
            {
                if (!Folded(history, input.Business, catalogue, assignment.At.Day, row)) continue;
                trials.Add(row, new RowInfo(customer, assignment.At.Day, outcome, fold, 1));
                arms.Add(new ArmOfRow(history.Codes.Name(assignment.Experiment), history.Codes.Name(assignment.Arm)));
            }

            answers.Add(history, input, catalogue, (customer, fold, row));
            customer++;
        }

        return new RowFolding(table, trials, arms, answers);
    }

    // All cut-offs of a customer are read off one pass over the events.
    static void AddFolded(TrainingTable table, List<RowInfo> drawn, History history, Business business, FeatureCatalogue catalogue)
    {
        var (lives, rows) = (drawn.ConvertAll(row => Window.LifeAt(history, business, row.Cutoff)), new double[drawn.Count * catalogue.Features.Count]);
        catalogue.FoldMany(history, drawn.ConvertAll(row => row.Cutoff), lives, rows);
        for (var i = 0; i < drawn.Count; i++)
        {
            if (lives[i] is not null) table.Add(rows.AsSpan(i * catalogue.Features.Count, catalogue.Features.Count), drawn[i]);
        }
    }

    static bool Folded(History history, Business business, FeatureCatalogue catalogue, Day cutoff, double[] row)
    {
        if (Window.LifeAt(history, business, cutoff) is not { } life) return false;
        catalogue.Fold(history.AsOf(cutoff.Start), life, cutoff, row);
        return true;
    }

    static List<(Assignment Assignment, Outcome Outcome)> Assigned(History history, PredictionInput input, Dictionary<string, int> experiments)
    {
        var assigned = new List<(Assignment, Outcome)>();
        if (experiments.Count == 0) return assigned;
        IReadOnlyList<Life>? final = null;
        foreach (var assignment in history.AsOf(input.AsOf.Start).Assignments.Span)
        {
            var day = assignment.At.Day;
            if (!experiments.TryGetValue(history.Codes.Name(assignment.Experiment), out var lasts)) continue;
            Window longest = new(0, lasts), shortest = new(0, input.Business.Horizons.ChurnDays);
            var window = HasPassed(longest, day, input) ? longest : shortest;
            if (!HasPassed(window, day, input)) continue;
            final ??= Lives.Of(history, input.Business, input.AsOf);
            var outcome = window.Of(Window.LifeAt(history, input.Business, day), final, day);
            if (outcome != Outcome.LeftOut) assigned.Add((assignment, outcome));
        }

        return assigned;
    }

    static bool HasPassed(Window window, Day day, PredictionInput input) => window.End(day) + CutoffPlan.SilentDays(input.Business) <= input.AsOf;

    /// <summary>Days over which each experiment is read: as long as the effect of its actions is said to last. More leave in them than in one horizon.</summary>
    static Dictionary<string, int> Experiments(PredictionInput input) => input.Actions.Where(action => action.Experiment is not null)
        .GroupBy(action => action.Experiment!, action => Math.Max(action.EffectDays ?? 0, input.Business.Horizons.ChurnDays), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Min(), StringComparer.Ordinal);
}
