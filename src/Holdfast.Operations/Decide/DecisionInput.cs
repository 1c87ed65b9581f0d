using Holdfast.Operations.Privacy;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Decide;

/// <summary>What earlier stages of a run say of its customers, ready for rules to look at.</summary>
sealed class DecisionInput
{
    readonly Objections _objections;
    readonly Predictions _predictions;
    readonly Dictionary<string, Standing> _standings;
    readonly Dictionary<string, Dictionary<string, ActionEffect>> _effects;

    DecisionInput(RunFolder folder, Objections objections)
    {
        _objections = objections;
        _predictions = Predictions.Read(folder);
        _standings = Standings(folder.Input("segment", "segments.parquet"));
        _effects = Predictions.ReadEffects(folder);
    }

    /// <summary>Reads what a run's earlier stages wrote.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="objections">Who objects to what.</param>
    public static DecisionInput Read(RunFolder folder, Objections objections) => new(folder, objections);

    /// <summary>A customer as the decision sees it; null for one without a score.</summary>
    public CustomerContext? Context(CustomerState state, DecisionSetting setting)
    {
        if (!state.IsCustomer || !_predictions.Scores.TryGetValue(state.Customer, out var score) || !_standings.TryGetValue(state.Customer, out var standing)) return null;
        var context = new CustomerContext
        {
            Setting = setting,
            State = state,
            Score = score,
            Standing = standing,
            Feature = _predictions.FeaturesOf(state.Customer),
            ObjectedToMarketing = _objections.ToMarketing.TryGetValue(state.Customer, out var day) ? day : null,
        };
        return _effects.TryGetValue(state.Customer, out var effects) ? context with { Effects = effects } : context;
    }

    /// <summary>The names conditions may use where the facts tell these attributes.</summary>
    public ConditionVocabulary Vocabulary(IEnumerable<string> attributes) => ConditionVocabulary.Closed(_predictions.Features, attributes);

    /// <summary>The rules that are switched on, with the conditions of the catalogue read.</summary>
    /// <param name="workspace">Policy and catalogue.</param>
    /// <param name="vocabulary">The names conditions may use.</param>
    /// <exception cref="HoldfastException">A condition asks for something the facts do not tell, or a rule that does not exist is switched off.</exception>
    public static IReadOnlyList<PolicyRule> Rules(Workspace workspace, ConditionVocabulary vocabulary)
    {
        var eligible = new Dictionary<string, Condition>(StringComparer.Ordinal);
        foreach (var action in workspace.Actions)
        {
            var (condition, fault) = Condition.Read(action.EligibleWhen, vocabulary);
            eligible[action.Id] = condition ?? throw new HoldfastException($"actions.yaml, action '{action.Id}', eligible_when: {fault}");
        }

        try
        {
            return PolicyRules.Of(workspace.Policy, eligible);
        }
        catch (ArgumentException unknown)
        {
            throw new HoldfastException(unknown.Message, unknown);
        }
    }

    static Dictionary<string, Standing> Standings(string path)
    {
        var table = ColumnTable.Read(path);
        var (customers, stages, segments, strategies) = (table.Texts("customer"), table.Texts("stage"), table.Texts("segment"), table.Texts("strategy"));
        var (deciles, churn, atRisk) = (table.Longs("value_decile"), table.Doubles("segment_churn_probability"), table.Flags("at_risk"));
        var standings = new Dictionary<string, Standing>(StringComparer.Ordinal);
        for (var i = 0; i < table.RowCount; i++)
        {
            var strategy = Enum.Parse<Strategy>(strategies[i]!, ignoreCase: true);
            var segment = new CustomerSegment(customers[i]!, LifecycleStages.OfWord(stages[i]!), (int)deciles[i], segments[i]!, strategy);
            standings[segment.Customer] = new Standing(segment, churn[i], atRisk[i]);
        }

        return standings;
    }
}
