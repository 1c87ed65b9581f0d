using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>What SQL needs to know of a kind of fact.</summary>
/// <param name="Kind">The kind.</param>
sealed record FactTable(FactKind Kind)
{
    /// <summary>Earlier than every fact: when things were so that no source dates.</summary>
    public const string BeginningOfTime = "TIMESTAMP '0001-01-01 00:00:00'";

    /// <summary>Kind of the files that hold customers' ids by ordinal.</summary>
    public const string Customers = "customer";

    /// <summary>Kind of the file that holds the hashes of erased customers.</summary>
    public const string Erased = "erased";

    // Days that may end a fact's story and so count for the last known day; plans (promotion and term ends) do not.
    static readonly string[] Ends = ["left", "ended", "to_day", "answered", "applied"];

    // What is not known before it has happened, and what is told with it.
    static readonly (string End, string[] With)[] AllMasks = [("left", ["leaving"]), ("ended", ["end_reason", "replaced_by"]), ("to_day", []), ("answered", ["accepted"]), ("applied", [])];

    /// <summary>All kinds, in the catalogue's order.</summary>
    public static IReadOnlyList<FactTable> All { get; } = [.. FactCatalog.All.Select(kind => new FactTable(kind))];

    /// <summary>Whether files of a kind hold facts; the others hold ids of customers and marks of erased ones.</summary>
    public static bool IsFact(string kind) => kind is not (Customers or Erased);

    /// <summary>The kind of a name.</summary>
    public static FactTable Of(string name) => All.Single(table => table.Name == name);

    /// <summary>Name of the kind.</summary>
    public string Name => Kind.Name;

    /// <summary>Table that loaders fill.</summary>
    public string Staged => $"staged_{Name}";

    /// <summary>Table of the rows about to be written.</summary>
    public string Load => $"load_{Name}";

    /// <summary>View of the rows the current manifest holds.</summary>
    public string Stored => $"stored_{Name}";

    /// <summary>Columns of a data file beside the ordinal.</summary>
    public IEnumerable<string> Columns => Kind.Columns.Select(column => column.Name).Where(name => name != "party").Append("source");

    /// <summary>The column whose absence makes equal rows count by occurrence; null for kinds that always have a key.</summary>
    public string? Id => Kind.Key[0] == "source" ? Kind.Key[1] : null;

    /// <summary>Whether a row without party can take that of its agreement.</summary>
    public bool HasAgreement => Kind.OfParty && Name != "agreement" && Kind.Columns.Any(column => column.Name == "agreement");

    /// <summary>Ends that are not known before they come, each with the columns told with it.</summary>
    public IEnumerable<(string End, string[] With)> Masks => AllMasks.Where(mask => Columns.Contains(mask.End));

    /// <summary>Columns whose change is a correction.</summary>
    public IEnumerable<string> Content => Columns.Where(name => name is not ("known_at" or "source"));

    /// <summary>Order of a customer's facts: time, key, when learned, and then everything else, so that it depends on nothing but the facts.</summary>
    public string Order => Quoted(Leading.Concat(Columns.Except(Leading)), " NULLS FIRST");

    /// <summary>The same order where every row has its key: no two rows share it and the moment they were learned, so the rest needs no sorting.</summary>
    public string OrderOfKeyed => Quoted(Leading, " NULLS FIRST");

    /// <summary>Columns and types of the staging table.</summary>
    public string StagedDefinition =>
        string.Join(", ", Kind.Columns.Select(column => $"{Sql.Name(column.Name)} {TypeOf(column.Type)}").Append("source VARCHAR").Append("\"row\" BIGINT"));

    /// <summary>A query of the columns of a data file, with their types and without rows.</summary>
    public string Nothing => $"SELECT {string.Join(", ", Kind.Columns.Where(column => column.Name != "party").Select(column => $"NULL::{TypeOf(column.Type)} AS {Sql.Name(column.Name)}"))}, NULL::VARCHAR AS source LIMIT 0";

    /// <summary>Latest moment a row tells of, as a DATE.</summary>
    public string LastDay
    {
        get
        {
            var days = Columns.Where(name => Ends.Contains(name)).Select(name => Sql.Name(name))
                .Prepend(Name == "position" ? "last_day(month)" : $"CAST({Sql.Name(Kind.Time)} AS DATE)");
            return $"greatest({string.Join(", ", days)})";
        }
    }

    /// <summary>A staged column as it is kept: months begin on their first day, times that no source gives at the beginning of time.</summary>
    public string Kept(string name) => name switch
    {
        "known_at" => $"coalesce(s.known_at, {DefaultKnownAt})",
        "month" => "CAST(date_trunc('month', s.month) AS DATE)",
        _ when name == Kind.Time && name == "at" => $"coalesce(s.\"at\", {BeginningOfTime})",
        _ => $"s.{Sql.Name(name)}",
    };

    /// <summary>When a row was learned that says when the fact ended but not when that was learned: at its end.</summary>
    public string KnownAtEnd
    {
        get
        {
            var ends = Columns.Where(name => Ends.Contains(name) && name != "applied").Select(name => $"CAST({Sql.Name(name)} AS TIMESTAMP)").ToList();
            return ends.Count == 0 ? "known_at" : $"CASE WHEN known_given THEN known_at ELSE greatest(known_at, {string.Join(", ", ends)}) END";
        }
    }

    /// <summary>Hash that equal keys of one customer share; rows without id hash their whole content.</summary>
    public string KeyHash
    {
        get
        {
            var key = Quoted(Kind.Key.Where(name => name != "party").Prepend("ordinal").Prepend("shard"));
            return Id is null ? $"hash({key})"
                : $"CASE WHEN {Sql.Name(Id)} IS NULL THEN hash(shard, ordinal, source, {Quoted(Content)}) ELSE hash({key}) END";
        }
    }

    /// <summary>Hash that equal contents share.</summary>
    public string ContentHash => $"hash({Quoted(Content)})";

    /// <summary>Names quoted and joined by commas.</summary>
    public static string Quoted(IEnumerable<string> names, string after = "") => string.Join(", ", names.Select(name => Sql.Name(name) + after));

    IEnumerable<string> Leading => Kind.Key.Where(name => name != "party").Prepend(Kind.Time).Prepend("ordinal").Append("known_at").Distinct();

    // A month is known in the last moment of it, so that the first day of the next one sees it.
    string DefaultKnownAt => Name == "position"
        ? "date_trunc('month', s.month) + INTERVAL 1 MONTH - INTERVAL 1 MICROSECOND"
        : $"coalesce(CAST(s.{Sql.Name(Kind.Time)} AS TIMESTAMP), {BeginningOfTime})";

    static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.Code => "VARCHAR",
        ColumnType.Day => "DATE",
        ColumnType.Instant => "TIMESTAMP",
        ColumnType.Number => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        _ => "BIGINT",
    };
}
