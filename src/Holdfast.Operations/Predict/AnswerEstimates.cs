using Holdfast.Native.XGBoost;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>What a customer is expected to answer: reached and taking it, and objecting to being contacted.</summary>
/// <param name="Taken">Probability of being reached and taking what is offered, 0..1.</param>
/// <param name="Times">The same as a multiple of the action's mean; scales what the action's average effect means for the customer.</param>
/// <param name="Objection">Chance of objecting to the contact, as a multiple of the mean customer's; null where no contact tells.</param>
readonly record struct ExpectedAnswer(double Taken, double Times, double? Objection);

/// <summary>
/// Learns from past contacts who is reached, who takes what and who objects: three models over the features of the day, of all actions
/// together. Taking knows the action and its rate, so that an action that was seldom offered borrows from the others.
/// </summary>
sealed class AnswerEstimates
{
    const int CalibrationFolds = 5;
    const int FewestRows = 400;
    const int FewestOfEach = 30;
    const int FewestContacts = 100;
    const double MostTimes = 4;

    static readonly BoosterParameters Trees = new() { Depth = 3, Eta = 0.06, Rounds = 100, MinChildWeight = 5, Subsample = 0.7, ColumnSample = 0.4, MaxBin = 64 };

    readonly IReadOnlyList<string> _actions;
    readonly AnswerRates[] _rates;
    readonly int[] _columns;
    readonly double _reachedShare;
    readonly AnswerModel? _reach, _take, _object;
    readonly double[] _meanTaken;
    readonly double[] _correction;
    readonly double _meanObjection;

    public AnswerEstimates(PredictionInput input, FeatureCatalogue catalogue, AnswerRows rows, CancellationToken cancel)
    {
        _actions = [.. input.Actions.Select(action => action.Id)];
        var places = _actions.Select((id, place) => (id, place)).ToDictionary(a => a.id, a => a.place, StringComparer.Ordinal);
        var ofAction = rows.Answers.Select(answer => places[answer.Action]).ToArray();
        _rates = [.. input.Actions.Select((action, place) => Rates(action.TakeRate, rows.Answers, ofAction, place))];
        _reachedShare = rows.Answers.Count == 0 ? 1 : rows.Answers.Count(a => a.Reached) / (double)rows.Answers.Count;
        var varying = rows.Table.Count > 0 ? rows.Table.Varying() : [];
        _columns = [.. Enumerable.Range(0, varying.Length).Where(i => varying[i] && catalogue.Features[i].Use != FeatureUse.AuditOnly)];
        var all = Enumerable.Range(0, rows.Answers.Count).ToArray();
        var reached = Array.FindAll(all, i => rows.Answers[i].Reached);
        _reach = AnswerModel.Fit(Rows(rows.Table, all, _ => []), [.. all.Select(i => rows.Answers[i].Reached)], rows.Table, all, cancel);
        _take = AnswerModel.Fit(Rows(rows.Table, reached, i => Told(ofAction[i])), [.. reached.Select(i => rows.Answers[i].Taken)], rows.Table, reached, cancel);
        _object = AnswerModel.Fit(Rows(rows.Table, reached, _ => []), [.. reached.Select(i => rows.Answers[i].Objected)], rows.Table, reached, cancel);
        _correction = [.. _actions.Select((_, place) => Correction(place, rows, reached, ofAction))];
        _meanTaken = [.. _rates.Select(rates => rates.TakeRate)];
        _meanObjection = _object is null ? 0 : rows.Answers.Count(a => a.Objected) / (double)Math.Max(1, reached.Length);
    }

    /// <summary>What the card says of each action.</summary>
    public IEnumerable<CardAnswer> Lines() => _actions.Zip(_rates, (id, rates) => new CardAnswer(id, rates.Contacts, rates.Reached, rates.Taken, rates.Assumed, rates.TakeRate));

    /// <summary>How well the models tell customers apart whom they never saw: probability that a yes is ranked before a no; null where there is no model.</summary>
    public CardAnswerModels Models => new(_reach?.Auc, _take?.Auc, _object?.Auc);

    /// <summary>What a customer is expected to answer to each action, in their order.</summary>
    public ExpectedAnswer[] Of(double[] row)
    {
        var values = Array.ConvertAll(_columns, column => (float)row[column]);
        var reach = _reach?.Probability(values) ?? _reachedShare;
        double? objection = _object is null || _meanObjection <= 0 ? null : _object.Probability(values) / _meanObjection;
        var answers = new ExpectedAnswer[_actions.Count];
        for (var place = 0; place < answers.Length; place++)
        {
            var take = Math.Min(1, _correction[place] * Take(values, place));
            var taken = _reach is null && _take is null ? _rates[place].TakeRate : reach * take;
            answers[place] = new ExpectedAnswer(taken, Math.Min(MostTimes, taken / Math.Max(1e-6, _meanTaken[place])), objection);
        }

        return answers;
    }

    // An action that was seldom offered is taken by its rate alone: the model has not seen it.
    double Take(float[] values, int place) =>
        _take is null || _rates[place].Contacts < FewestContacts
            ? _rates[place].TakeRateOfReached(_reachedShare)
            : _take.Probability([.. values, .. Told(place)]);

    /// <summary>What the model of taking is told of an action: its rate, and which one it is.</summary>
    float[] Told(int place)
    {
        var told = new float[1 + _actions.Count];
        told[0] = (float)Logistic.Logit(_rates[place].TakeRateOfReached(_reachedShare));
        told[1 + place] = 1;
        return told;
    }

    /// <summary>Brings the model's mean over those who were offered the action to its rate.</summary>
    double Correction(int place, AnswerRows rows, int[] reached, int[] ofAction)
    {
        var own = Array.FindAll(reached, i => ofAction[i] == place);
        if (_take is null || own.Length == 0) return 1;
        var mean = own.Average(i => Take(Narrowed(rows.Table, i), place));
        return mean > 0 ? _rates[place].TakeRateOfReached(_reachedShare) / mean : 1;
    }

    float[] Narrowed(TrainingTable table, int row)
    {
        var values = table.Row(row);
        var narrowed = new float[_columns.Length];
        for (var j = 0; j < narrowed.Length; j++) narrowed[j] = values[_columns[j]];
        return narrowed;
    }

    float[][] Rows(TrainingTable table, int[] chosen, Func<int, float[]> more) => [.. chosen.Select(i => (float[])[.. Narrowed(table, i), .. more(i)])];

    static AnswerRates Rates(double assumed, List<PastAnswer> answers, int[] ofAction, int place)
    {
        int contacts = 0, reached = 0, taken = 0;
        for (var i = 0; i < ofAction.Length; i++)
        {
            if (ofAction[i] != place) continue;
            contacts++;
            if (answers[i].Reached) reached++;
            if (answers[i].Taken) taken++;
        }

        return new AnswerRates(contacts, reached, taken, assumed);
    }

    /// <summary>Boosted trees with their calibration and test on customers they were not taught.</summary>
    sealed class AnswerModel(TreeRisk trees, ScoreCalibration calibration, double auc)
    {
        public double Auc => auc;

        public double Probability(float[] row) => calibration.Probability(trees.Margin(row));

        public static AnswerModel? Fit(float[][] rows, bool[] labels, TrainingTable table, int[] places, CancellationToken cancel)
        {
            var yes = labels.Count(label => label);
            if (!XGBoostLibrary.IsPresent || rows.Length < FewestRows || Math.Min(yes, rows.Length - yes) < FewestOfEach) return null;
            var (taught, held) = (new List<int>(), new List<int>());
            for (var i = 0; i < rows.Length; i++) (table.Infos[places[i]].Fold % CalibrationFolds == 0 ? held : taught).Add(i);
            var outcomes = taught.Select(i => labels[i] ? 1f : 0f).ToArray();
            var unseen = held.Select(i => labels[i]).ToArray();
            if (outcomes.Distinct().Count() < 2 || unseen.Distinct().Count() < 2) return null;
            using var booster = Booster.Train(
                new BoosterRows(taught.SelectMany(i => rows[i]).ToArray(), rows[0].Length, outcomes, []), Trees with { BaseScore = outcomes.Average() }, cancel);
            var trees = new TreeRisk(booster.SaveJson());
            var margins = held.Select(i => trees.Margin(rows[i])).ToArray();
            var calibration = ScoreCalibration.Fit(margins, unseen, [.. margins.Select(_ => 1.0)], 1);
            return new AnswerModel(trees, calibration, ClassificationMetrics.Auc(margins, unseen));
        }
    }
}
