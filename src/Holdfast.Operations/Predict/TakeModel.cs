using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;

namespace Holdfast.Operations.Predict;

/// <summary>
/// Who takes what: a model of all actions together, which is told the action and its rate, and one of each action's own contacts where they
/// are enough. Both speak as a difference from their mean over the action's contacts; customers that neither was taught decide how much of
/// each difference is believed.
/// </summary>
/// <remarks>
/// Actions differ in who takes them, so that the common model alone blurs them; an action's own contacts are few and noisy, so that its own
/// model alone is too sure. <b>Source</b>: Wolpert 1992 (stacked generalisation).
/// </remarks>
sealed class TakeModel
{
    const int Parts = 3;
    const double Ridge = 1;

    readonly AnswerModel _common;
    readonly AnswerModel?[] _own;
    readonly double[] _commonMeans, _ownMeans;
    readonly double[] _rates;
    readonly LogisticFit _believed;

    TakeModel(AnswerModel common, AnswerModel?[] own, TakeRows rows, double[] rates)
    {
        (_common, _own, _rates) = (common, own, rates);
        _commonMeans = [.. rates.Select((_, place) => Mean(rows.Of(place), i => common.Margin(rows.Told(i))))];
        _ownMeans = [.. own.Select((model, place) => model is null ? 0 : Mean(rows.Of(place), i => model.Margin(rows.Features(i))))];
        var held = rows.Where(rows.IsHeld);
        var differences = held.SelectMany(i => Differences(rows.Told(i), rows.Features(i), rows.Places[i])).ToArray();
        var taken = held.Select(i => rows.Table.Infos[i].Left).ToArray();
        _believed = LogisticRegression.Fit(differences, Parts, [.. taken.Select(yes => yes ? 1.0 : 0)], [], new LogisticOptions { Ridge = Ridge });
        Auc = ClassificationMetrics.Auc([.. held.Select((_, k) => _believed.Logit(differences.AsSpan(k * Parts, Parts)))], taken);
    }

    /// <summary>Probability that a yes is ranked before a no among customers who were not taught, all actions together.</summary>
    public double Auc { get; }

    /// <summary>Fits; null where the contacts of all actions together do not fill a model.</summary>
    /// <param name="rows">Contacts that reached.</param>
    /// <param name="rates">Log-odds of taking by action: the rate all else is a difference from.</param>
    /// <param name="logged">For each feature, whether its values are taken by their logarithm.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    public static TakeModel? Fit(TakeRows rows, double[] rates, bool[] logged, CancellationToken cancel)
    {
        var common = AnswerModel.FitWhereEnough(rows.Table, [.. logged, .. new bool[rows.Table.ColumnCount - logged.Length]], cancel);
        return common is null ? null : new TakeModel(common, [.. rates.Select((_, place) => Own(rows, place, logged, cancel))], rows, rates);
    }

    /// <summary>Log-odds of taking an action when reached.</summary>
    /// <param name="told">Features and what is told of the action.</param>
    /// <param name="features">Features alone.</param>
    /// <param name="place">Place of the action.</param>
    public double Logit(float[] told, float[] features, int place) => _believed.Logit(Differences(told, features, place));

    static AnswerModel? Own(TakeRows rows, int place, bool[] logged, CancellationToken cancel) =>
        AnswerModel.FitWhereEnough(rows.Chosen(rows.Of(place), rows.Features), logged, cancel);

    double[] Differences(float[] told, float[] features, int place) =>
        [_rates[place], _common.Margin(told) - _commonMeans[place], _own[place] is { } own ? own.Margin(features) - _ownMeans[place] : 0];

    static double Mean(List<int> rows, Func<int, double> of) => rows.Count == 0 ? 0 : rows.Average(of);
}
