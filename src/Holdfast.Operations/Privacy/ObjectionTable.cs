using Holdfast.Store.Records;

namespace Holdfast.Operations.Privacy;

/// <summary>What a person may object to.</summary>
public enum ObjectionPurpose
{
    /// <summary>Being approached: only services and what the person asks for are left.</summary>
    Marketing,

    /// <summary>Being scored, placed in segments and decided for, and teaching models.</summary>
    Profiling,
}

/// <summary>An objection that stands.</summary>
/// <param name="Person">The id it was told for.</param>
/// <param name="Purpose">What is objected to.</param>
/// <param name="ToldAt">Since when it stands.</param>
/// <param name="ToldBy">Who wrote it down, as the audit log tells it.</param>
public sealed record Objection(string Person, ObjectionPurpose Purpose, DateTimeOffset ToldAt, string ToldBy);

/// <summary>The objections of a workspace. They hold whatever day a run is for: no past may be decided anew with somebody who objects today.</summary>
/// <param name="records">Where they are kept.</param>
public sealed class ObjectionTable(RecordsDatabase records)
{
    /// <summary>All that stand, by person and purpose.</summary>
    public IReadOnlyList<Objection> All() =>
        records.Read(work => work.List($"SELECT person, purpose, told_at, told_by FROM objection ORDER BY person, purpose", Read));

    /// <summary>Writes an objection down; one that stands already keeps its day.</summary>
    /// <returns>The one that stands, and whether it is new.</returns>
    public (Objection Standing, bool IsNew) Tell(Objection objection, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(objection);
        return records.Write(
            work =>
            {
                var told = work.Execute($"""
                    INSERT INTO objection (person, purpose, told_at, told_by)
                    VALUES ({objection.Person}, {objection.Purpose}, {objection.ToldAt}, {objection.ToldBy}) ON CONFLICT (person, purpose) DO NOTHING
                    """);
                return (work.One($"SELECT person, purpose, told_at, told_by FROM objection WHERE person = {objection.Person} AND purpose = {objection.Purpose}", Read), told > 0);
            },
            cancel);
    }

    /// <summary>Takes an objection of a person back.</summary>
    /// <param name="ids">Every id of the person.</param>
    /// <param name="purpose">To what.</param>
    /// <param name="cancel">Cancels before it begins.</param>
    /// <returns>How many stood, under all ids.</returns>
    public int Withdraw(IEnumerable<string> ids, ObjectionPurpose purpose, CancellationToken cancel) =>
        records.Write(work => ids.Sum(id => work.Execute($"DELETE FROM objection WHERE person = {id} AND purpose = {purpose}")), cancel);

    /// <summary>Forgets every objection of a person who is erased.</summary>
    /// <param name="ids">Every id of the person.</param>
    /// <param name="cancel">Cancels before it begins.</param>
    /// <returns>How many stood, under all ids.</returns>
    public int Forget(IEnumerable<string> ids, CancellationToken cancel) =>
        records.Write(work => ids.Sum(id => work.Execute($"DELETE FROM objection WHERE person = {id}")), cancel);

    static Objection Read(Row row) =>
        new(row.Text("person"), row.Word<ObjectionPurpose>("purpose"), row.Instant("told_at"), row.Text("told_by"));
}
