using System.Text.Json;
using Holdfast.Retention.Measure;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Measure;

/// <summary>
/// The measure stage: who stays, who leaves, when, where, why and at what cost. One pass over all histories; writes
/// <c>measure/measure.json</c> and <c>measure/lives.parquet</c> (docs/measures.md).
/// </summary>
public static class MeasureRetention
{
    /// <summary>The text of <c>measure.json</c>.</summary>
    public static string ToJson(Measures measures) => JsonSerializer.Serialize(measures, MeasureJson.Bound.Measures) + "\n";

    /// <summary>One row a life: what other tools need to count for themselves.</summary>
    public static ColumnTable Table(IReadOnlyList<MeasuredLife> lives)
    {
        ArgumentNullException.ThrowIfNull(lives);
        return new ColumnTable(lives.Count)
            .Add("customer", Texts(lives, l => l.Customer))
            .Add("number", [.. lives.Select(l => l.Life.Number)])
            .Add("joined", Texts(lives, l => l.Life.Joined.ToString()))
            .Add("left", Texts(lives, l => l.Life.Left?.ToString()))
            .Add("known_left", Texts(lives, l => l.Life.KnownLeft?.ToString()))
            .Add("kind", Texts(lives, l => LeavingReasons.KindName(l.Life.Kind)))
            .Add("reason", Texts(lives, l => l.Exit?.Reason))
            .Add("origin", Texts(lives, l => l.Cuts.Origin))
            .Add("channel", Texts(lives, l => l.Cuts.Channel))
            .Add("unit", Texts(lives, l => l.Cuts.Branch))
            .Add("region", Texts(lives, l => l.Cuts.Region))
            .Add("product", Texts(lives, l => l.Cuts.Product))
            .Add("opened_by", Texts(lives, l => l.Cuts.Person));
    }

    static string?[] Texts(IReadOnlyList<MeasuredLife> lives, Func<MeasuredLife, string?> text) => [.. lives.Select(text)];
}
