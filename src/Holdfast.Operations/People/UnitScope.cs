using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.People;

/// <summary>Whose records somebody may see: those of customers of some units (regions, branches, teams) and of all units below them.</summary>
/// <param name="Units">Ids of the units; empty: of everybody.</param>
public sealed record UnitScope(IReadOnlyList<string> Units)
{
    // A tree of units deeper than this is a ring.
    const int DeepestTree = 64;

    /// <summary>Everybody's records.</summary>
    public static UnitScope Everything { get; } = new([]);

    /// <summary>Whether everybody's records may be seen.</summary>
    public bool IsEverything => Units.Count == 0;

    /// <summary>Whether a customer's records may be seen: by the unit of the newest spell that tells one.</summary>
    public bool Holds(History history, IReadOnlyList<Unit> units)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (IsEverything) return true;
        var told = history.Spells.ToArray().Where(spell => spell.Unit != Code.None).OrderBy(spell => spell.Joined).LastOrDefault();
        return told is not null && Above(history.Codes.Name(told.Unit), units).Any(Units.Contains);
    }

    /// <summary>Whether a customer's records may be seen; of a customer of whom nothing is told they may, as there are none.</summary>
    public bool Holds(string customer, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return IsEverything || facts.Find(customer) is not { } history || Holds(history, facts.Units);
    }

    static IEnumerable<string> Above(string unit, IReadOnlyList<Unit> units)
    {
        var at = unit;
        for (var depth = 0; at is not null && depth < DeepestTree; depth++)
        {
            yield return at;
            at = units.FirstOrDefault(one => one.Id == at)?.Parent;
        }
    }
}
