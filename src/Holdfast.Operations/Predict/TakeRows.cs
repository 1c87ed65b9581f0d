using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>Contacts that reached, with the features of the day, what is told of the action, and whether it was taken.</summary>
/// <param name="Table">Features, then what is told of the action; leaving stands for taking.</param>
/// <param name="Places">Place of each row's action.</param>
/// <param name="FeatureCount">How many of the columns are features.</param>
sealed record TakeRows(TrainingTable Table, int[] Places, int FeatureCount)
{
    /// <summary>Rows of an action.</summary>
    public List<int> Of(int place) => Where(i => Places[i] == place);

    /// <summary>Rows that fit.</summary>
    public List<int> Where(Predicate<int> fits) => [.. Enumerable.Range(0, Table.Count).Where(i => fits(i))];

    /// <summary>Whether no model is taught a row: it decides what to believe of the models.</summary>
    public bool IsHeld(int row) => AnswerModel.Holds(Table.Infos[row]);

    /// <summary>All columns of a row.</summary>
    public float[] Told(int row) => Table.Row(row).ToArray();

    /// <summary>The features of a row alone.</summary>
    public float[] Features(int row) => Table.Row(row)[..FeatureCount].ToArray();

    /// <summary>A table of chosen rows and columns.</summary>
    public TrainingTable Chosen(List<int> rows, Func<int, float[]> columns)
    {
        var table = new TrainingTable(rows.Count == 0 ? 1 : columns(rows[0]).Length);
        foreach (var row in rows) table.Add(Array.ConvertAll(columns(row), value => (double)value), Table.Infos[row]);
        return table;
    }
}
