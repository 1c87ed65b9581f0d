using Holdfast.Numerics.Regression;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>What a customer is expected to answer: reached and taking it, and objecting to being contacted.</summary>
/// <param name="Taken">Probability of being reached and taking what is offered, 0..1.</param>
/// <param name="Times">The same as a multiple of the action's mean; scales what the action's average effect means for the customer.</param>
/// <param name="Objection">Chance of minding the contact, by objecting or breaking it off, as a multiple of the mean customer's; null where no contact tells.</param>
/// <param name="Lean">Chance of sounding inclined when reached, as a multiple of the mean customer's; 1 where no contact tells.</param>
readonly record struct ExpectedAnswer(double Taken, double Times, double? Objection, double Lean);

/// <summary>
/// Learns from past contacts who is reached, who takes what and who objects, over the features of the day. Reaching and objecting are of all
/// actions together; taking is told the action and its rate and has each action's own contacts beside it, see <see cref="TakeModel"/>.
/// </summary>
sealed class AnswerEstimates
{
    const int FewestContacts = 100;
    const double MostTimes = 4;

    readonly IReadOnlyList<string> _actions;
    readonly AnswerRates[] _rates;
    readonly int[] _columns;
    readonly double _reachedShare;
    readonly FeatureCatalogue _catalogue;
    readonly int[] _dealings;
    readonly AnswerModel? _reach, _object, _incline;
    readonly TakeModel? _take;
    readonly double[] _meanTaken;
    readonly double[] _correction;
    readonly double _meanObjection;
    readonly Leaning _leaning;

    public AnswerEstimates(PredictionInput input, FeatureCatalogue catalogue, AnswerRows rows, CancellationToken cancel)
    {
        _actions = [.. input.Actions.Select(action => action.Id)];
        var places = _actions.Select((id, place) => (id, place)).ToDictionary(a => a.id, a => a.place, StringComparer.Ordinal);
        var ofAction = rows.Answers.Select(answer => places[answer.Action]).ToArray();
        _rates = [.. input.Actions.Select((action, place) => Rates(action.TakeRate, rows.Answers, ofAction, place))];
        _reachedShare = rows.Answers.Count == 0 ? 1 : rows.Answers.Count(a => a.Reached) / (double)rows.Answers.Count;
        var varying = rows.Table.Count > 0 ? rows.Table.Varying() : [];
        _columns = [.. Enumerable.Range(0, varying.Length).Where(i => varying[i] && catalogue.Features[i].Use != FeatureUse.AuditOnly)];
        _catalogue = catalogue;
        _dealings = Array.FindAll(_columns, column => IsDealing(catalogue.Features[column]));
        var all = Enumerable.Range(0, rows.Answers.Count).ToArray();
        var reached = Array.FindAll(all, i => rows.Answers[i].Reached);
        _reach = Fit(_dealings, Labelled(rows, all, i => Narrowed(rows.Table, i, _dealings), answer => answer.Reached), cancel);
        var offers = new TakeRows(
            Labelled(rows, reached, i => [.. Narrowed(rows.Table, i, _columns), .. Told(ofAction[i])], answer => answer.Taken), [.. reached.Select(i => ofAction[i])], _columns.Length);
        _take = TakeModel.Fit(offers, [.. _rates.Select(rate => Logistic.Logit(rate.TakeRateOfReached(_reachedShare)))], Logged(_columns), cancel);
        _object = Fit(_dealings, Labelled(rows, reached, i => Narrowed(rows.Table, i, _dealings), answer => answer.Objected || answer.CutShort), cancel);
        var told = Array.FindAll(reached, i => rows.Answers[i].Inclined is not null);
        _incline = Fit(_columns, Labelled(rows, told, i => Narrowed(rows.Table, i, _columns), answer => answer.Inclined == true), cancel);
        _correction = [.. _actions.Select((_, place) => Correction(place, rows, reached, ofAction))];
        _meanTaken = [.. _rates.Select(rates => rates.TakeRate)];
        _leaning = _incline is null ? Leaning.Untold : Leaning.Of([.. told.Select(i => _incline.Probability(Narrowed(rows.Table, i, _columns)))]);
        _meanObjection = _object is null ? 0 : reached.Average(i => _object.Uncalibrated(Narrowed(rows.Table, i, _dealings)));
    }

    /// <summary>What the card says of each action.</summary>
    public IEnumerable<CardAnswer> Lines() => _actions.Zip(_rates, (id, rates) => new CardAnswer(id, rates.Contacts, rates.Reached, rates.Taken, rates.Assumed, rates.TakeRate));

    /// <summary>How well the models tell customers apart whom they never saw: probability that a yes is ranked before a no; null where there is no model.</summary>
    public CardAnswerModels Models => new(_reach?.Auc, _take?.Auc, _object?.Auc, _incline?.Auc);

    /// <summary>What a customer is expected to answer to each action, in their order.</summary>
    public ExpectedAnswer[] Of(double[] row)
    {
        var values = Array.ConvertAll(_columns, column => (float)row[column]);
        var dealings = Array.ConvertAll(_dealings, column => (float)row[column]);
        var reach = _reach?.Probability(dealings) ?? _reachedShare;
        // Objections are too few to calibrate how far customers lie apart: the model's own penalty keeps them close.
        double? objection = _object is null || _meanObjection <= 0 ? null : _object.Uncalibrated(dealings) / _meanObjection;
        var lean = Lean(values);
        var answers = new ExpectedAnswer[_actions.Count];
        for (var place = 0; place < answers.Length; place++)
        {
            var take = Math.Min(1, _correction[place] * Take(values, place));
            var taken = _reach is null && _take is null ? _rates[place].TakeRate : reach * take;
            answers[place] = new ExpectedAnswer(taken, Math.Min(MostTimes, taken / Math.Max(1e-6, _meanTaken[place])), objection, lean);
        }

        return answers;
    }

    /// <summary>How much likelier than the mean customer one is to sound inclined when reached; 1 where no contact tells.</summary>
    /// <param name="row">All features.</param>
    public double LeanOf(ReadOnlySpan<float> row)
    {
        var values = new float[_columns.Length];
        for (var j = 0; j < values.Length; j++) values[j] = row[_columns[j]];
        return Lean(values);
    }

    double Lean(float[] values) => _incline is null ? 1 : _leaning.Lean(_incline.Probability(values));

    // An action that was seldom offered is taken by its rate alone: the model has not seen it.
    double Take(float[] values, int place) =>
        _take is null || _rates[place].Contacts < FewestContacts
            ? _rates[place].TakeRateOfReached(_reachedShare)
            : Logistic.Probability(_take.Logit([.. values, .. Told(place)], values, place));

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
        var mean = own.Average(i => Take(Narrowed(rows.Table, i, _columns), place));
        return mean > 0 ? _rates[place].TakeRateOfReached(_reachedShare) / mean : 1;
    }

    /// <summary>How the customer deals with us: whether somebody is reached and minds it shows there, and little else would be learned from few objections.</summary>
    static bool IsDealing(Feature feature) =>
        feature.Family is "our contacts" or "customer's contacts" or "channels" || feature.Name.StartsWith("events_365d: ", StringComparison.Ordinal);

    static float[] Narrowed(TrainingTable table, int row, int[] columns)
    {
        var values = table.Row(row);
        var narrowed = new float[columns.Length];
        for (var j = 0; j < narrowed.Length; j++) narrowed[j] = values[columns[j]];
        return narrowed;
    }

    /// <summary>Chosen rows with the yes of a question as their outcome.</summary>
    static TrainingTable Labelled(AnswerRows rows, int[] chosen, Func<int, float[]> row, Func<PastAnswer, bool> isYes)
    {
        var table = new TrainingTable(chosen.Length == 0 ? 1 : row(chosen[0]).Length);
        foreach (var i in chosen)
        {
            table.Add(Array.ConvertAll(row(i), value => (double)value), rows.Table.Infos[i] with { Outcome = isYes(rows.Answers[i]) ? Outcome.Left : Outcome.Stayed });
        }

        return table;
    }

    AnswerModel? Fit(int[] columns, TrainingTable table, CancellationToken cancel) => AnswerModel.FitWhereEnough(table, Logged(columns), cancel);

    bool[] Logged(int[] columns) => [.. columns.Select(i => LogisticRisk.IsLogged(_catalogue.Features[i].Unit))];

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
}
