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
public sealed class OwnAccount(RecordsDatabase records, PasswordHashing passwords, TimeProvider clock)
{
    const int SecretBytes = 20;

    /// <summary>The browsers an account is signed in with, the newest first.</summary>
    public SessionList Sessions(Caller caller) => new(records.Read(work => People.Sessions.List(work, caller.Account.Number, clock.GetUtcNow())));

    /// <summary>Signs a browser out.</summary>
    /// <returns>Whether there was such a session.</returns>
    public bool EndSession(Caller caller, long session, CancellationToken cancel) => records.Write(work => People.Sessions.End(work, caller.Account.Number, session), cancel);

    /// <summary>The keys of an account.</summary>
    public ApiKeyList Keys(Caller caller) => new(records.Read(work => ApiKeys.List(work, caller.Account.Number, clock.GetUtcNow())));

    /// <summary>Makes a key.</summary>
    /// <exception cref="HoldfastException">Its name, its life or a path are not allowed.</exception>
    public NewApiKey MakeKey(Caller caller, (string Name, IReadOnlyList<string> Allowed, int Days) asked, CancellationToken cancel)
    {
        if (asked.Name.Trim().Length is 0 or > 100) throw HoldfastException.OfRequest("--name: 1 to 100 signs are allowed.");
        if (asked.Days is < 1 or > ApiKeys.LongestDays) throw HoldfastException.OfRequest($"--days: found {asked.Days}; 1 to {ApiKeys.LongestDays} are allowed.");
        var unknown = asked.Allowed.FirstOrDefault(path => !Permissions.Paths.Any(known => known == path || path == known[..(known.IndexOf('/', StringComparison.Ordinal) + 1)] + "*"));
        if (unknown is not null) throw HoldfastException.OfRequest($"--allowed: found '{unknown}'; paths of operations such as decide/explain, or of a whole stage such as decide/*, are allowed.");
        return new(records.Write(work => ApiKeys.Make(work, caller.Account.Number, asked, clock.GetUtcNow()), cancel));
    }

    /// <summary>Ends a key.</summary>
    /// <returns>Whether there was such a key.</returns>
    public bool EndKey(Caller caller, long key, CancellationToken cancel) => records.Write(work => ApiKeys.End(work, caller.Account.Number, key), cancel);

    /// <summary>Changes the password and signs every other browser out.</summary>
    /// <returns>Whether the old one was right.</returns>
    /// <exception cref="HoldfastException">The new one is not allowed.</exception>
    public bool ChangePassword(Caller caller, string old, string wanted, CancellationToken cancel)
    {
        Doorkeeper.Allow(caller.Account.Name, wanted);
        if (!IsPassword(caller, old)) return false;
        var hash = passwords.Hash(wanted);
        return records.Write(
            work =>
            {
                People.Sessions.EndOthers(work, caller.Account.Number, caller.Session);
                return SignIn.SetPassword(work, caller.Account.Number, hash) > 0;
            },
            cancel);
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

        return bytes.Length == SecretBytes && OneTimeCode.Match(bytes, code, clock.GetUtcNow(), 0) is { } step
            && records.Write(work => SignIn.SetFactor(work, caller.Account.Number, secret, step), cancel) > 0;
    }

    /// <summary>Removes the second factor, where the password is right.</summary>
    /// <returns>Whether it was.</returns>
    public bool RemoveFactor(Caller caller, string password, CancellationToken cancel) =>
        IsPassword(caller, password) && records.Write(work => SignIn.SetFactor(work, caller.Account.Number, null, 0), cancel) > 0;

    bool IsPassword(Caller caller, string password) => records.Read(work => SignIn.Find(work, caller.Account.Name)) is { Password: { } hash } && passwords.Verify(hash, password);
}
