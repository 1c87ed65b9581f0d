using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>One fact of a customer as it was told.</summary>
/// <param name="Kind">The kind, as in <see cref="FactCatalog"/>.</param>
/// <param name="At">When it happened; the start of a day where only the day is known.</param>
/// <param name="KnownAt">When it was learned.</param>
/// <param name="KnownUntil">When a newer version took its place; null while it stands.</param>
/// <param name="ToldAs">The id it was told under.</param>
/// <param name="Source">The mapping it came by.</param>
/// <param name="Values">What else it says, by column, as text: days as yyyy-MM-dd, money in minor units; what is not given is absent.</param>
public sealed record ToldFact(string Kind, Instant At, Instant KnownAt, Instant? KnownUntil, string ToldAs, string Source, IReadOnlyDictionary<string, string> Values);

/// <summary>The form of an exported file.</summary>
public enum ExportFormat
{
    /// <summary>Parquet, compressed with Zstandard.</summary>
    Parquet,

    /// <summary>Comma-separated text in UTF-8 with a line of names.</summary>
    Csv,
}
