using System.Globalization;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>How an attempt to sign in ended.</summary>
public enum SignInOutcome
{
    /// <summary>Let in.</summary>
    In,

    /// <summary>Name, password or code are wrong; which is not told.</summary>
    Wrong,

    /// <summary>Name and password are right and a code is needed.</summary>
    CodeNeeded,

    /// <summary>Too many attempts; nobody is let in for a while.</summary>
    Shut,
}

/// <summary>How passwords are kept.</summary>
/// <param name="Hash">The hash of a password, slow and salted.</param>
/// <param name="Verify">Whether a hash is that of a password.</param>
public sealed record PasswordHashing(Func<string, string> Hash, Func<string, string, bool> Verify);

/// <summary>Lets people in: passwords, second factors, sessions, and the link of the first start.</summary>
/// <param name="records">Where accounts are kept.</param>
/// <param name="passwords">How passwords are kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where it is recorded who came in; null where it is not, as in tests.</param>
public sealed class Doorkeeper(RecordsDatabase records, PasswordHashing passwords, TimeProvider clock, DoorLog? log = null)
{
    /// <summary>Fewest signs of a password (NIST SP 800-63B-4: 15 where it is the only factor; no other rule of its making).</summary>
    public const int ShortestPassword = 15;

    /// <summary>Most signs of a password.</summary>
    public const int LongestPassword = 256;

    readonly string _nobodys = passwords.Hash(Token.New());

    /// <summary>The token of the link that makes the first account; null where somebody can sign in already.</summary>
    public string? FirstStart(CancellationToken cancel)
    {
        var link = records.Write(work => StartLinks.IsFirstStart(work) ? StartLinks.Make(work, null, clock.GetUtcNow()) : null, cancel);
        if (link is not null) log?.Came("people/first-link", "done", null, "the link that makes the first account was printed");
        return link;
    }

    /// <summary>Whether a link still holds.</summary>
    public bool Holds(string link) => records.Read(work => StartLinks.Holds(work, link, clock.GetUtcNow()));

    /// <summary>Uses a link of an invitation or of the first start.</summary>
    /// <returns>The token of the session that begins; null where the link does not hold or the name is taken.</returns>
    /// <exception cref="HoldfastException">The name or the password are not allowed.</exception>
    public string? Start(string link, (string Name, string Password) given, (string Agent, string Address) from, CancellationToken cancel)
    {
        Allow(given.Name, given.Password);
        var hash = passwords.Hash(given.Password);
        var (account, session) = records.Write(
            work => StartLinks.Use(work, (link, given.Name, hash), clock.GetUtcNow()) is { } made ? ((Account?)made, (string?)Sessions.Begin(work, made.Number, from, clock.GetUtcNow())) : (null, null), cancel);
        log?.Came("people/start-link", session is null ? "failed" : "done", account, session is null ? $"from {from.Address}: the link does not hold" : $"from {from.Address}: a password was set");
        return session;
    }

    /// <summary>Lets somebody in, or not.</summary>
    /// <returns>The outcome, with the token of the session where they are in.</returns>
    /// <exception cref="HoldfastException">It cannot be recorded.</exception>
    public (SignInOutcome Outcome, string? Session) SignIn((string Name, string Password, string? Code) given, (string Agent, string Address) from, CancellationToken cancel)
    {
        var (outcome, session, account) = Try(given, from, cancel);
        var (word, why) = outcome switch
        {
            SignInOutcome.In => ("done", ""),
            SignInOutcome.CodeNeeded => ("refused", ": a code is needed"),
            SignInOutcome.Shut => ("refused", ": shut after too many attempts"),
            _ => ("failed", account is null ? ": no such name" : ""),
        };
        log?.Came("people/sign-in", word, account, $"from {from.Address}{why}");
        return (outcome, session);
    }

    (SignInOutcome Outcome, string? Session, Account? Account) Try((string Name, string Password, string? Code) given, (string Agent, string Address) from, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var state = records.Read(work => People.SignIn.Find(work, given.Name));
        // An unknown name takes as long as a known one, so that names cannot be found out.
        var isPassword = passwords.Verify(state?.Password ?? _nobodys, given.Password) && state?.Password is not null;
        if (state is null || !state.Account.IsOpen) return (SignInOutcome.Wrong, null, state?.Account);
        if (now < state.ShutUntil) return (SignInOutcome.Shut, null, state.Account);
        if (isPassword && state.Factor is not null && string.IsNullOrEmpty(given.Code)) return (SignInOutcome.CodeNeeded, null, state.Account);
        var step = state.Factor is null ? null : OneTimeCode.Match(OneTimeCode.Read(state.Factor), given.Code ?? "", now, state.FactorStep);
        var isRight = isPassword && (state.Factor is null || step is not null);
        var token = records.Write(work => LetIn(work, state, (isRight, step), (from, now)), cancel);
        return (token is null ? SignInOutcome.Wrong : SignInOutcome.In, token, state.Account);
    }

    /// <summary>Who asks by a session; null where nobody is signed in.</summary>
    public Caller? BySession(string token) =>
        Seen(records.Read(work => Sessions.Find(work, token, clock.GetUtcNow())), (work, caller) => Sessions.Note(work, caller.Session!.Value, clock.GetUtcNow()));

    /// <summary>Who asks by an API key; null where it is none.</summary>
    public Caller? ByKey(string key) =>
        Seen(records.Read(work => ApiKeys.Find(work, key, clock.GetUtcNow())), (work, caller) => ApiKeys.Note(work, caller.Key!.Value, clock.GetUtcNow()));

    /// <summary>Who asked for something earlier, as they are now, by the id of a <see cref="Caller"/>; null where the account is closed or the key was ended. A key whose days are over has not been ended.</summary>
    public Caller? Again(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var words = id.Split('-');
        if (words is not ["account" or "key", var digits] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var caller = records.Read(work => words[0] == "key" ? ApiKeys.Find(work, number) : Accounts.Find(work, number) is { } account ? new Caller(account, null, null, []) : null);
        return caller is { Account.IsOpen: true } ? caller : null;
    }

    /// <summary>Whether a name and a password may be used.</summary>
    /// <exception cref="HoldfastException">They may not.</exception>
    internal static void Allow(string name, string password)
    {
        if (name.Trim().Length is 0 or > 100) throw HoldfastException.OfRequest("--name: 1 to 100 signs are allowed.");
        if (password.Length is < ShortestPassword or > LongestPassword)
            throw HoldfastException.OfRequest($"--password: found {password.Length} signs; {ShortestPassword} to {LongestPassword} are allowed, of any kind: three or four words that do not belong together do well.");
    }

    static string? LetIn(RecordsTransaction work, SignInState state, (bool IsRight, long? Step) given, ((string Agent, string Address) From, DateTimeOffset Now) at)
    {
        if (given.IsRight && People.SignIn.Succeeded(work, state, given.Step)) return Sessions.Begin(work, state.Account.Number, at.From, at.Now);
        People.SignIn.Failed(work, state, at.Now);
        return null;
    }

    Caller? Seen((Caller Caller, bool IsToNote)? found, Func<RecordsTransaction, Caller, int> note)
    {
        if (found is not { } one) return null;
        // Nobody waits for a note of when they were seen.
        if (one.IsToNote) _ = records.WriteAsync(work => note(work, one.Caller), CancellationToken.None);
        return one.Caller;
    }
}
