using System.Text.Json;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Segment;

/// <summary>The stage that places every customer: stage of life, tenth by value, named segment and its strategy (S1 to S3).</summary>
public static class SegmentCustomers
{
    /// <summary>Reads scores and histories, places everybody, writes <c>segments.parquet</c> and <c>segments.json</c>.</summary>
    /// <exception cref="HoldfastException">A condition in segments.yaml asks for something the facts do not tell.</exception>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(run);
        var predictions = Predictions.Read(run.Folder);
        var states = CustomerFolding.States(run, cancel);
        run.Progress.Report(new StageProgress("segment", 0.7, "placing customers"));
        var rules = Read(run.Workspace.Segments, Vocabulary(predictions, states));
        var standings = Place(states, predictions, rules, run.Workspace.Policy, run.Workspace.Business);

        Table(standings).Write(run.Folder.Output("segments.parquet"));
        var report = SegmentReport.Of(standings, predictions.Scores, run.Workspace.Segments);
        File.WriteAllBytes(run.Folder.Output("segments.json"), JsonSerializer.SerializeToUtf8Bytes(report, SegmentJson.Default.SegmentReport));
        return new StageResult(standings.Count, Notes(states, predictions));
    }

    static ConditionVocabulary Vocabulary(Predictions predictions, IReadOnlyList<CustomerState> states) =>
        ConditionVocabulary.Closed(predictions.Features, states.SelectMany(state => state.Attributes.Keys).Distinct(StringComparer.Ordinal));

    static ReadSegment[] Read(IReadOnlyList<SegmentRule> rules, ConditionVocabulary vocabulary) =>
    [
        .. rules.Select(rule =>
        {
            var (condition, fault) = Condition.Read(rule.When, vocabulary);
            return new ReadSegment(rule, condition ?? throw new HoldfastException($"segments.yaml, segment '{rule.Id}', when: {fault}"));
        }),
    ];

    static IReadOnlyList<Standing> Place(IReadOnlyList<CustomerState> states, Predictions predictions, ReadSegment[] rules, Policy policy, Business business)
    {
        var customers = states.Select(state => new Placing(
            new CustomerLookup
            {
                State = state,
                Score = predictions.Scores.GetValueOrDefault(state.Customer),
                Feature = predictions.FeaturesOf(state.Customer),
                Vulnerable = state.NeedsCare(policy.Care.Attributes, policy.Care.ArrearsAbove),
                ComplaintDays = policy.RaisedRisk.ComplaintDays,
            },
            predictions.EarlierMedianMonths.GetValueOrDefault(state.Customer, double.NaN)));
        return Segmentation.Of([.. customers], rules, business.Stages);
    }

    static ColumnTable Table(IReadOnlyList<Standing> standings) => new ColumnTable(standings.Count)
        .Add("customer", [.. standings.Select(one => one.Segment.Customer)])
        .Add("stage", [.. standings.Select(one => LifecycleStages.Word(one.Segment.Stage))])
        .Add("value_decile", [.. standings.Select(one => one.Segment.ValueDecile)])
        .Add("segment", [.. standings.Select(one => one.Segment.Segment)])
        .Add("strategy", [.. standings.Select(one => StrategyWord(one.Segment.Strategy))])
        .Add("segment_churn_probability", [.. standings.Select(one => one.SegmentChurn)])
        .Add("at_risk", [.. standings.Select(one => one.AtRisk)]);

    static string StrategyWord(Strategy strategy) => strategy switch { Strategy.Attack => "attack", Strategy.Retreat => "retreat", _ => "defend" };

    static List<string> Notes(IReadOnlyList<CustomerState> states, Predictions predictions)
    {
        var notes = new List<string>();
        if (states.All(state => state.LastActivity is null)) notes.Add("no events of customers are told, so nobody can be seen as lapsed or as not yet having used anything");
        if (predictions.EarlierMedianMonths.Count == 0) notes.Add("no earlier prediction is told, so the last third begins only where the median remaining life is short, not where it is falling");
        return notes;
    }
}
