using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>A browser somebody is signed in with.</summary>
/// <param name="Number">Number of the session.</param>
/// <param name="Agent">What the browser calls itself.</param>
/// <param name="Address">Address it came from.</param>
/// <param name="MadeAt">When they signed in.</param>
/// <param name="SeenAt">When it was last used, to a minute.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
public sealed record Session(long Number, string Agent, string Address, DateTimeOffset MadeAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt);

/// <summary>The browsers an account is signed in with.</summary>
/// <param name="Sessions">The sessions, the newest first.</param>
public sealed record SessionList(IReadOnlyList<Session> Sessions) : PagedResult;

/// <summary>Which page of a list of one's own to read.</summary>
public sealed record OwnListRequest : PagedRequest;

/// <summary>Who is signed in.</summary>
public static class Sessions
{
    const int LongestAgent = 200;
    static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    static readonly TimeSpan Idle = TimeSpan.FromHours(1);
    static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    /// <summary>Begins one.</summary>
    /// <returns>Its token.</returns>
    public static string Begin(RecordsTransaction records, long account, (string Agent, string Address) from, DateTimeOffset now)
    {
        var token = Token.New();
        var agent = from.Agent.Length > LongestAgent ? from.Agent[..LongestAgent] : from.Agent;
        records.Execute($"DELETE FROM session WHERE ends_at <= {now}");
        records.Execute($"INSERT INTO session (hash, account, agent, address, made_at, seen_at, ends_at) VALUES ({Token.Hash(token)}, {account}, {agent}, {from.Address}, {now}, {now}, {now + Longest})");
        return token;
    }

    /// <summary>Who is signed in by a token, and whether to note that they were seen; null where nobody is.</summary>
    public static (Caller Caller, bool IsToNote)? Find(RecordsTransaction records, string token, DateTimeOffset now)
    {
        var hash = Token.Hash(token);
        var found = records.List(
            $"SELECT number, account, seen_at FROM session WHERE hash = {hash} AND ends_at > {now} AND seen_at > {now - Idle}",
            row => (Number: row.Whole("number"), Account: row.Whole("account"), Seen: row.Instant("seen_at")));
        if (found is not [var session] || Accounts.Find(records, session.Account) is not { IsOpen: true } account) return null;
        return (new Caller(account, session.Number, null, []), now - session.Seen >= Noted);
    }

    /// <summary>Notes that a session was used.</summary>
    public static int Note(RecordsTransaction records, long session, DateTimeOffset now) => records.Execute($"UPDATE session SET seen_at = {now} WHERE number = {session}");

    /// <summary>The sessions of an account, the newest first.</summary>
    public static IReadOnlyList<Session> List(RecordsTransaction records, long account, (long Before, int Limit) page, DateTimeOffset now) => records.List(
        $"SELECT number, agent, address, made_at, seen_at, ends_at FROM session WHERE account = {account} AND number < {page.Before} AND ends_at > {now} AND seen_at > {now - Idle} ORDER BY number DESC LIMIT {page.Limit}",
        row => new Session(row.Whole("number"), row.Text("agent"), row.Text("address"), row.Instant("made_at"), row.Instant("seen_at"), row.Instant("ends_at")));

    /// <summary>Ends one session of an account.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool End(RecordsTransaction records, long account, long session) => records.Execute($"DELETE FROM session WHERE account = {account} AND number = {session}") > 0;

    /// <summary>Ends all sessions of an account but one.</summary>
    public static int EndOthers(RecordsTransaction records, long account, long? kept) => records.Execute($"DELETE FROM session WHERE account = {account} AND number <> {kept ?? -1L}");
}
