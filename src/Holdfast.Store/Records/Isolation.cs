namespace Holdfast.Store.Records;

/// <summary>What a unit of work may see of others that run at the same time on PostgreSQL. On SQLite each is alone anyway.</summary>
public enum Isolation
{
    /// <summary>
    /// As if alone: right for any work. PostgreSQL refuses work that read what another changed, by rows, pages or, in a search that no
    /// index serves, whole tables; it is then run again, so much work on one small table is slow.
    /// </summary>
    Serializable,

    /// <summary>
    /// Each statement sees what was committed before it began: for work that is right by single statements, or that first locks the rows it
    /// decides by (an upsert, <see cref="RecordsTransaction.ForUpdateSkipLocked"/>). Many at once do not hinder each other.
    /// </summary>
    Statements,
}
