using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>A second factor about to be set up.</summary>
/// <param name="Secret">The secret, to be typed into an authenticator app.</param>
/// <param name="Address">The same as an address that apps read from a picture.</param>
public sealed record NewFactor(string Secret, string Address);

/// <summary>An API key as it is shown once.</summary>
/// <param name="Key">The key; it is not kept and cannot be shown again.</param>
public sealed record NewApiKey(string Key);

/// <summary>What people do about their own accounts: browsers they are signed in with, keys, password and second factor.</summary>
/// <param name="records">Where accounts are kept.</param>
/// <param name="passwords">How passwords are kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where changes are recorded; null where they are not, as in tests.</param>
public sealed class OwnAccount(RecordsDatabase records, PasswordHashing passwords, TimeProvider clock, DoorLog? log = null)
{
    const int SecretBytes = 20;

    /// <summary>The browsers an account is signed in with, the newest first.</summary>
    public SessionList Sessions(Caller caller, OwnListRequest asked)
    {
        var page = asked.Page("sessions", records.Read(work => People.Sessions.List(work, caller.Account.Number, (asked.Below("sessions"), asked.Limit + 1), clock.GetUtcNow())), one => Text(one.Number));
        return new(page.Items) { Next = page.Next };
    }

    /// <summary>Signs a browser out.</summary>
    /// <returns>Whether there was such a session.</returns>
    public bool EndSession(Caller caller, long session, CancellationToken cancel) =>
        Recorded(session == caller.Session ? "people/sign-out" : "people/end-session", caller, $"session {Text(session)}", () => records.Write(work => People.Sessions.End(work, caller.Account.Number, session), cancel));

    /// <summary>The keys of an account.</summary>
    public ApiKeyList Keys(Caller caller, OwnListRequest asked)
    {
        var page = asked.Page("keys", records.Read(work => ApiKeys.List(work, caller.Account.Number, (asked.Below("keys"), asked.Limit + 1), clock.GetUtcNow())), one => Text(one.Number));
        return new(page.Items) { Next = page.Next };
    }

    /// <summary>Makes a key.</summary>
    /// <exception cref="HoldfastException">Its name, its life or a path are not allowed.</exception>
    public NewApiKey MakeKey(Caller caller, (string Name, IReadOnlyList<string> Allowed, int Days) asked, CancellationToken cancel)
    {
        if (asked.Name.Trim().Length is 0 or > 100) throw HoldfastException.OfRequest("--name: 1 to 100 signs are allowed.");
        if (asked.Days is < 1 or > ApiKeys.LongestDays) throw HoldfastException.OfRequest($"--days: found {asked.Days}; 1 to {ApiKeys.LongestDays} are allowed.");
        var unknown = asked.Allowed.FirstOrDefault(path => !Permissions.Paths.Any(known => known == path || path == known[..(known.IndexOf('/', StringComparison.Ordinal) + 1)] + "*"));
        if (unknown is not null) throw HoldfastException.OfRequest($"--allowed: found '{unknown}'; paths of operations such as decide/explain, or of a whole stage such as decide/*, are allowed.");
        string Make() => records.Write(work => ApiKeys.Make(work, caller.Account.Number, asked, clock.GetUtcNow()), cancel);
        return new(log is null ? Make() : log.Change("people/make-key", caller, $"'{asked.Name}' for {(asked.Allowed.Count == 0 ? "everything" : string.Join(", ", asked.Allowed))}, {Text(asked.Days)} days", Make, _ => true));
    }

    /// <summary>Ends a key.</summary>
    /// <returns>Whether there was such a key.</returns>
    public bool EndKey(Caller caller, long key, CancellationToken cancel) =>
        Recorded("people/end-key", caller, $"key {Text(key)}", () => records.Write(work => ApiKeys.End(work, caller.Account.Number, key), cancel));

    /// <summary>Changes the password and signs every other browser out.</summary>
    /// <returns>Whether the old one was right.</returns>
    /// <exception cref="HoldfastException">The new one is not allowed.</exception>
    public bool ChangePassword(Caller caller, string old, string wanted, CancellationToken cancel)
    {
        Doorkeeper.Allow(caller.Account.Name, wanted);
        return Recorded("people/password", caller, null, () => IsPassword(caller, old) && SetPassword(caller, passwords.Hash(wanted), cancel));
    }

    /// <summary>A secret for a second factor; it is asked for only after a code of it was confirmed.</summary>
    public static NewFactor OfferFactor(Caller caller)
    {
        var secret = OneTimeCode.Write(RandomNumberGenerator.GetBytes(SecretBytes));
        return new(secret, $"otpauth://totp/Holdfast:{Uri.EscapeDataString(caller.Account.Name)}?secret={secret}&issuer=Holdfast");
    }

    /// <summary>Sets the second factor, where the code is of its secret.</summary>
    /// <returns>Whether it was.</returns>
    public bool SetFactor(Caller caller, string secret, string code, CancellationToken cancel)
    {
        byte[] bytes;
        try
        {
            bytes = OneTimeCode.Read(secret);
        }
        catch (FormatException)
        {
            return false;
        }

        return Recorded("people/set-second-factor", caller, null, () => bytes.Length == SecretBytes && OneTimeCode.Match(bytes, code, clock.GetUtcNow(), 0) is { } step
            && records.Write(work => SignIn.SetFactor(work, caller.Account.Number, secret, step), cancel) > 0);
    }

    /// <summary>Removes the second factor, where the password is right.</summary>
    /// <returns>Whether it was.</returns>
    public bool RemoveFactor(Caller caller, string password, CancellationToken cancel) =>
        Recorded("people/remove-second-factor", caller, null, () => IsPassword(caller, password) && records.Write(work => SignIn.SetFactor(work, caller.Account.Number, null, 0), cancel) > 0);

    bool Recorded(string operation, Caller caller, string? note, Func<bool> change) => log is null ? change() : log.Change(operation, caller, note, change, isDone => isDone);

    bool SetPassword(Caller caller, string hash, CancellationToken cancel) => records.Write(
        work =>
        {
            People.Sessions.EndOthers(work, caller.Account.Number, caller.Session);
            return SignIn.SetPassword(work, caller.Account.Number, hash) > 0;
        },
        cancel);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    bool IsPassword(Caller caller, string password) => records.Read(work => SignIn.Find(work, caller.Account.Name)) is { Password: { } hash } && passwords.Verify(hash, password);
}
