using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces.Yaml;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Listen;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Workspaces.Checks;

/// <summary>What one file says, bound to its record, with the places where it says it.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Root">The file as read.</param>
/// <param name="Value">The file as bound.</param>
/// <param name="Faults">Where faults go.</param>
sealed record Located<T>(string File, YamlValue Root, T Value, List<Fault> Faults)
{
    /// <summary>Adds a fault at the value under a path of keys and positions.</summary>
    public void Fault(string found, string allowed, params ReadOnlySpan<object> path)
    {
        var at = Root.Follow(path).At;
        Faults.Add(new(File, at.Line, at.Column, found, allowed));
    }

    /// <summary>Adds a fault at a key of the map under a path, rather than at the key's value.</summary>
    public void FaultAtKey(string key, string found, string allowed, params ReadOnlySpan<object> path)
    {
        var map = Root.Follow(path);
        var at = (map as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key == key)?.At ?? map.At;
        Faults.Add(new(File, at.Line, at.Column, found, allowed));
    }
}

/// <summary>All files of a workspace as bound; null or left out where a file is not there or could not be bound.</summary>
sealed record Parts
{
    public Located<Business>? Business { get; init; }

    public required IReadOnlyList<Located<SourceMapping>> Sources { get; init; }

    /// <summary>Whether every mapping could be bound, so that what they tell is all there is.</summary>
    public required bool SourcesWhole { get; init; }

    public Located<IReadOnlyList<RetentionAction>>? Actions { get; init; }

    public Located<Policy>? Policy { get; init; }

    public Located<IReadOnlyList<SegmentRule>>? Segments { get; init; }

    public Located<Programmes>? Programmes { get; init; }

    public required IReadOnlyList<Located<Words>> Words { get; init; }
}
