using Holdfast.Retention.Predict;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Segment;

/// <summary>What the predict stage of a run wrote, by customer.</summary>
sealed class Predictions
{
    readonly Dictionary<string, int> _featureRows = new(StringComparer.Ordinal);
    readonly Dictionary<string, double[]> _features = new(StringComparer.Ordinal);

    Predictions(IReadOnlyDictionary<string, CustomerScore> scores) => Scores = scores;

    /// <summary>Scores of current customers.</summary>
    public IReadOnlyDictionary<string, CustomerScore> Scores { get; }

    /// <summary>Median remaining life as it was predicted before, months, where the stage tells it in <c>median_remaining_months_before</c>.</summary>
    public IReadOnlyDictionary<string, double> EarlierMedianMonths { get; private init; } = new Dictionary<string, double>();

    /// <summary>Names of the features, without those that are no numbers.</summary>
    public IEnumerable<string> Features => _features.Keys;

    /// <summary>Reads scores and features of a run.</summary>
    public static Predictions Read(RunFolder folder)
    {
        var table = ColumnTable.Read(folder.Input("predict", "scores.parquet"));
        var predictions = new Predictions(ReadScores(table)) { EarlierMedianMonths = ReadEarlier(table) };
        predictions.ReadFeatures(folder.Input("predict", "features.parquet"));
        return predictions;
    }

    /// <summary>Effects of actions by customer, then by action.</summary>
    public static Dictionary<string, Dictionary<string, ActionEffect>> ReadEffects(RunFolder folder)
    {
        var table = ColumnTable.Read(folder.Input("predict", "effects.parquet"));
        var (customers, actions, sources) = (table.Texts("customer"), table.Texts("action"), table.Texts("source"));
        var (effects, lows, highs) = (table.Doubles("effect"), table.Doubles("low"), table.Doubles("high"));
        var (taken, objections) = (table.Has("taken") ? table.Doubles("taken") : null, table.Has("objection") ? table.Doubles("objection") : null);
        var leans = table.Has("lean") ? table.Doubles("lean") : null;
        var byCustomer = new Dictionary<string, Dictionary<string, ActionEffect>>(StringComparer.Ordinal);
        for (var i = 0; i < table.RowCount; i++)
        {
            if (!byCustomer.TryGetValue(customers[i]!, out var ofCustomer)) byCustomer[customers[i]!] = ofCustomer = new Dictionary<string, ActionEffect>(StringComparer.Ordinal);
            var source = Enum.Parse<EffectSource>(sources[i]!, ignoreCase: true);
            ofCustomer[actions[i]!] = new ActionEffect(customers[i]!, actions[i]!, effects[i], lows[i], highs[i], source)
            {
                Taken = Given(taken?[i]),
                Objection = Given(objections?[i]),
                Lean = Given(leans?[i]),
            };
        }

        return byCustomer;
    }

    static double? Given(double? value) => value is { } number && !double.IsNaN(number) ? number : null;

    /// <summary>Values of a customer's features by name, NaN where there is none.</summary>
    public Func<string, double> FeaturesOf(string customer) => _featureRows.TryGetValue(customer, out var row)
        ? name => _features.TryGetValue(name, out var column) ? column[row] : double.NaN
        : _ => double.NaN;

    static Dictionary<string, double> ReadEarlier(ColumnTable table)
    {
        if (!table.Has("median_remaining_months_before")) return [];
        var (customers, months) = (table.Texts("customer"), table.Doubles("median_remaining_months_before"));
        return Enumerable.Range(0, table.RowCount).Where(i => !double.IsNaN(months[i])).ToDictionary(i => customers[i]!, i => months[i], StringComparer.Ordinal);
    }

    /// <summary>Scores by customer.</summary>
    public static Dictionary<string, CustomerScore> ReadScores(ColumnTable table)
    {
        var customers = table.Texts("customer");
        var (tenures, margins, values, atRisk) = (table.Longs("tenure_days"), table.Longs("monthly_margin"), table.Longs("value"), table.Longs("value_at_risk"));
        var (churn, lows, highs) = (table.Doubles("churn_probability"), table.Doubles("churn_low"), table.Doubles("churn_high"));
        var (hazards, medians) = (table.Doubles("monthly_hazard"), table.Doubles("median_remaining_months"));
        var reasons = ReadReasons(table);
        var scores = new Dictionary<string, CustomerScore>(StringComparer.Ordinal);
        for (var i = 0; i < table.RowCount; i++)
        {
            scores[customers[i]!] = new CustomerScore(
                customers[i]!, (int)tenures[i], churn[i], lows[i], highs[i], hazards[i], medians[i], margins[i], values[i], atRisk[i], reasons[i]);
        }

        return scores;
    }

    /// <summary>Columns reason_1_feature, reason_1_value, reason_1_contribution, reason_1_sentence and so on, strongest first.</summary>
    static List<ScoreReason>[] ReadReasons(ColumnTable table)
    {
        var reasons = new List<ScoreReason>[table.RowCount];
        for (var i = 0; i < reasons.Length; i++) reasons[i] = [];
        for (var number = 1; table.Has($"reason_{number}_feature"); number++)
        {
            var (features, sentences) = (table.Texts($"reason_{number}_feature"), table.Texts($"reason_{number}_sentence"));
            var (values, contributions) = (table.Doubles($"reason_{number}_value"), table.Doubles($"reason_{number}_contribution"));
            for (var i = 0; i < reasons.Length; i++)
            {
                if (features[i] is { } feature) reasons[i].Add(new ScoreReason(feature, values[i], contributions[i], sentences[i] ?? ""));
            }
        }

        return reasons;
    }

    void ReadFeatures(string path)
    {
        var table = ColumnTable.Read(path);
        var customers = table.Texts("customer");
        for (var i = 0; i < table.RowCount; i++) _featureRows[customers[i]!] = i;
        foreach (var name in table.Names)
        {
            if (name != "customer") _features[name] = table.Doubles(name);
        }
    }
}
