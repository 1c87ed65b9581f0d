using System.Text.Json.Serialization;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Segment;

/// <summary>How many customers stand where, what they are worth and what is at risk; <c>segment/segments.json</c>. Money in minor units.</summary>
/// <param name="Stages">By stage of life, in the order of life.</param>
/// <param name="Segments">By named segment, in the order of segments.yaml, the rest last.</param>
/// <param name="Cells">By segment and stage; empty cells are left out.</param>
sealed record SegmentReport(IReadOnlyList<SegmentGroup> Stages, IReadOnlyList<SegmentGroup> Segments, IReadOnlyList<SegmentGroup> Cells)
{
    /// <summary>Counts standings.</summary>
    public static SegmentReport Of(IReadOnlyList<Standing> standings, IReadOnlyDictionary<string, CustomerScore> scores, IReadOnlyList<SegmentRule> rules)
    {
        var order = rules.Select(rule => rule.Id).Append(Segmentation.Rest).ToList();
        var stages = standings.GroupBy(one => one.Segment.Stage).OrderBy(group => group.Key)
            .Select(group => Group(null, LifecycleStages.Word(group.Key), group));
        var segments = standings.GroupBy(one => one.Segment.Segment).OrderBy(group => order.IndexOf(group.Key))
            .Select(group => Group(group.Key, null, group));
        var cells = standings.GroupBy(one => (one.Segment.Segment, one.Segment.Stage)).OrderBy(group => order.IndexOf(group.Key.Segment)).ThenBy(group => group.Key.Stage)
            .Select(group => Group(group.Key.Segment, LifecycleStages.Word(group.Key.Stage), group));
        return new SegmentReport([.. stages], [.. segments], [.. cells]);

        SegmentGroup Group(string? segment, string? stage, IEnumerable<Standing> members)
        {
            var all = members.OrderBy(one => one.Segment.Customer, StringComparer.Ordinal).ToArray();
            var scored = all.Where(one => scores.ContainsKey(one.Segment.Customer)).Select(one => scores[one.Segment.Customer]).ToArray();
            return new SegmentGroup(
                segment,
                rules.FirstOrDefault(rule => rule.Id == segment)?.Name,
                segment is null ? null : all[0].Segment.Strategy,
                stage,
                all.Length,
                all.Count(one => one.AtRisk),
                scored.Length == 0 ? null : scored.Average(score => score.ChurnProbability),
                scored.Sum(score => score.Value),
                scored.Sum(score => score.ValueAtRisk));
        }
    }
}

/// <summary>A group of customers.</summary>
/// <param name="Segment">Id of the segment; null for a whole stage.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Strategy">Its strategy.</param>
/// <param name="Stage">Stage of life; null for a whole segment.</param>
/// <param name="Customers">How many.</param>
/// <param name="AtRisk">Of these with a churn probability over twice the segment's.</param>
/// <param name="ChurnProbability">Mean churn probability, 0..1; null where nobody has a score.</param>
/// <param name="ValueMinor">Expected future margin of all.</param>
/// <param name="ValueAtRiskMinor">Value at risk of all.</param>
sealed record SegmentGroup(
    string? Segment,
    string? Name,
    Strategy? Strategy,
    string? Stage,
    int Customers,
    int AtRisk,
    double? ChurnProbability,
    long ValueMinor,
    long ValueAtRiskMinor);

/// <summary>JSON of the stage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(SegmentReport))]
sealed partial class SegmentJson : JsonSerializerContext;
