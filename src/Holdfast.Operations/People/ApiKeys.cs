using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>A key by which another program acts for an account.</summary>
/// <param name="Number">Number of the key.</param>
/// <param name="Name">What it is for, as its maker wrote.</param>
/// <param name="Allowed">Paths of operations it is for; empty: all that the account may.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="SeenAt">When it was last used, to a minute; null where never.</param>
public sealed record ApiKey(long Number, string Name, IReadOnlyList<string> Allowed, DateTimeOffset MadeAt, DateTimeOffset EndsAt, DateTimeOffset? SeenAt);

/// <summary>The keys of an account.</summary>
/// <param name="Keys">The keys that have not ended, the newest first.</param>
public sealed record ApiKeyList(IReadOnlyList<ApiKey> Keys) : PagedResult;

/// <summary>Keys of programs.</summary>
public static class ApiKeys
{
    /// <summary>What every key begins with, so that it is known for what it is wherever it is found.</summary>
    public const string Prefix = "hf_";

    /// <summary>Longest life, days.</summary>
    public const int LongestDays = 366;

    static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    /// <summary>Makes one.</summary>
    /// <returns>The key, to be shown once.</returns>
    public static string Make(RecordsTransaction records, long account, (string Name, IReadOnlyList<string> Allowed, int Days) asked, DateTimeOffset now)
    {
        var key = Prefix + Token.New();
        records.Execute($"INSERT INTO api_key (hash, account, name, allowed, made_at, ends_at, seen_at) VALUES ({Token.Hash(key)}, {account}, {asked.Name}, {Accounts.Join(asked.Allowed)}, {now}, {now + TimeSpan.FromDays(asked.Days)}, {(DateTimeOffset?)null})");
        return key;
    }

    /// <summary>Who acts by a key, and whether to note that it was seen; null where nobody does.</summary>
    public static (Caller Caller, bool IsToNote)? Find(RecordsTransaction records, string key, DateTimeOffset now)
    {
        var found = records.List(
            $"SELECT number, account, allowed, seen_at FROM api_key WHERE hash = {Token.Hash(key)} AND ends_at > {now}",
            row => (Number: row.Whole("number"), Account: row.Whole("account"), Allowed: Accounts.Split(row.Text("allowed")), Seen: row.InstantOrNull("seen_at")));
        if (found is not [var one] || Accounts.Find(records, one.Account) is not { IsOpen: true } account) return null;
        return (new Caller(account, null, one.Number, one.Allowed), one.Seen is not { } seen || now - seen >= Noted);
    }

    /// <summary>Who acts by the key of a number; null where it was ended.</summary>
    public static Caller? Find(RecordsTransaction records, long key) =>
        records.List($"SELECT account, allowed FROM api_key WHERE number = {key}", row => (Account: row.Whole("account"), Allowed: Accounts.Split(row.Text("allowed")))) is [var one]
        && Accounts.Find(records, one.Account) is { } account ? new Caller(account, null, key, one.Allowed) : null;

    /// <summary>Notes that a key was used.</summary>
    public static int Note(RecordsTransaction records, long key, DateTimeOffset now) => records.Execute($"UPDATE api_key SET seen_at = {now} WHERE number = {key}");

    /// <summary>The keys of an account that have not ended, the newest first.</summary>
    public static IReadOnlyList<ApiKey> List(RecordsTransaction records, long account, (long Before, int Limit) page, DateTimeOffset now) => records.List(
        $"SELECT number, name, allowed, made_at, ends_at, seen_at FROM api_key WHERE account = {account} AND number < {page.Before} AND ends_at > {now} ORDER BY number DESC LIMIT {page.Limit}",
        row => new ApiKey(row.Whole("number"), row.Text("name"), Accounts.Split(row.Text("allowed")), row.Instant("made_at"), row.Instant("ends_at"), row.InstantOrNull("seen_at")));

    /// <summary>Ends a key of an account.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool End(RecordsTransaction records, long account, long key) => records.Execute($"DELETE FROM api_key WHERE account = {account} AND number = {key}") > 0;
}
