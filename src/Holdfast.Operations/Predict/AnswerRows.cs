using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>Past contacts with what was known of the customer on the day: what answers are learned from.</summary>
sealed class AnswerRows
{
    const int MostRows = 40_000;

    readonly AnsweredActions _actions;
    readonly double _share;

    /// <summary>Rows for the contacts of all histories together; more than 40,000 are drawn from.</summary>
    /// <param name="input">Whose catalogue names the actions.</param>
    /// <param name="columnCount">Features of a row.</param>
    /// <param name="contacts">Contacts there are.</param>
    public AnswerRows(PredictionInput input, int columnCount, long contacts)
    {
        _actions = Actions(input);
        _share = contacts <= MostRows ? 1 : MostRows / (double)contacts;
        Table = new TrainingTable(columnCount);
    }

    /// <summary>The rows, all features.</summary>
    public TrainingTable Table { get; }

    /// <summary>The answer of each row.</summary>
    public List<PastAnswer> Answers { get; } = [];

    /// <summary>The actions whose answers are learned.</summary>
    public static AnsweredActions Actions(PredictionInput input) => new(
        input.Actions.ToDictionary(action => action.Id, action => action.IsSale || action.IsRetention ? action.Product : null, StringComparer.Ordinal),
        input.Actions.Where(action => action.IsTalk).Select(action => action.Id).ToHashSet(StringComparer.Ordinal),
        input.Business.InclinedOutcomes);

    /// <summary>Adds a customer's contacts.</summary>
    public void Add(History history, PredictionInput input, FeatureCatalogue catalogue, (int Customer, int Fold, double[] Row) into)
    {
        var draws = RowSampling.Of(history.Customer).Split("answers");
        foreach (var answer in PastAnswer.Of(history.AsOf(input.AsOf.Start), _actions, input.AsOf))
        {
            if (_share < 1 && draws.Split((ulong)answer.Day.Number).Uniform() >= _share) continue;
            if (Window.LifeAt(history, input.Business, answer.Day) is not { } life) continue;
            catalogue.Fold(history.AsOf(answer.Day.Start), life, answer.Day, into.Row);
            Table.Add(into.Row, new RowInfo(into.Customer, answer.Day, Outcome.Stayed, into.Fold, 1));
            Answers.Add(answer);
        }
    }
}
