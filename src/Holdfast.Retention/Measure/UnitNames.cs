using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Names of units, and the region each belongs to.</summary>
sealed class UnitNames
{
    readonly Dictionary<string, Unit> _units;
    readonly HashSet<string> _ambiguous;

    internal UnitNames(IReadOnlyList<Unit> units)
    {
        _units = units.GroupBy(u => u.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        _ambiguous = [.. _units.Values.GroupBy(u => u.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
    }

    /// <summary>The name, with the id where two units share it; the id where no name is told.</summary>
    internal string Name(string id)
    {
        if (!_units.TryGetValue(id, out var unit) || unit.Name.Length == 0) return id;
        return _ambiguous.Contains(unit.Name) ? $"{unit.Name} ({id})" : unit.Name;
    }

    /// <summary>The nearest unit above (or at) it of kind region; null where there is none.</summary>
    internal string? RegionOf(string id)
    {
        // A circle in the tree must not hang the run.
        for (var steps = 0; steps < 16 && _units.TryGetValue(id, out var unit); steps++)
        {
            if (unit.Kind == "region") return Name(id);
            if (unit.Parent is null) return null;
            id = unit.Parent;
        }

        return null;
    }
}
