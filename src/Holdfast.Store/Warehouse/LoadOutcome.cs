namespace Holdfast.Store.Warehouse;

/// <summary>What a load did with the facts of one kind.</summary>
/// <param name="New">Facts that were not there, corrections among them.</param>
/// <param name="Corrections">New facts whose key was there already with an older or newer <c>known_at</c>.</param>
/// <param name="Duplicates">Facts that were there already, or stand earlier in the same load.</param>
/// <param name="Rejected">Facts that contradict one with the same key and <c>known_at</c>, or whose customer is not known.</param>
public sealed record FactCounts(long New, long Corrections, long Duplicates, long Rejected);

/// <summary>
/// What a load did. The table <see cref="RowsTable"/> of the load's connection tells it by source row: <c>source</c> VARCHAR,
/// <c>row</c> BIGINT, <c>state</c> VARCHAR (<c>duplicate</c>: every fact of the row was there; <c>rejected</c>: at least one fact was
/// refused), <c>kind</c> and <c>reason</c> VARCHAR of the first refused fact. Rows that are not in it brought something new; the order means nothing.
/// </summary>
/// <param name="Manifest">Number of the manifest that now holds the facts.</param>
/// <param name="Published">Whether there was anything new, so that the manifest is a new one.</param>
/// <param name="Kinds">Counts by kind; only kinds with staged rows.</param>
public sealed record LoadOutcome(long Manifest, bool Published, IReadOnlyDictionary<string, FactCounts> Kinds)
{
    /// <summary>Name of the table with the outcome by source row.</summary>
    public const string RowsTable = "load_rows";
}
