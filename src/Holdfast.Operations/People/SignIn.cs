using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>What is kept of an account to let somebody in.</summary>
/// <param name="Account">The account.</param>
/// <param name="Password">Hash of the password; null where none was set.</param>
/// <param name="Factor">Secret of the second factor, base32; null where none is asked for.</param>
/// <param name="FactorStep">Step of the last code that was used; no code is taken twice.</param>
/// <param name="Failures">Attempts that failed since the last that did not.</param>
/// <param name="ShutUntil">Before this nobody is let in, whatever they know.</param>
public sealed record SignInState(Account Account, string? Password, string? Factor, long FactorStep, long Failures, DateTimeOffset ShutUntil);

/// <summary>Attempts to sign in: what is kept, and how long an account is shut after too many.</summary>
public static class SignIn
{
    /// <summary>Attempts that may fail in a row before the account is shut for a while.</summary>
    public const int FreeFailures = 5;

    static readonly TimeSpan LongestShut = TimeSpan.FromHours(1);

    /// <summary>What is kept of the account of a name; null where there is none.</summary>
    public static SignInState? Find(RecordsTransaction records, string name) => Accounts.Find(records, name) is { } account
        ? records.One(
            $"SELECT password, factor, factor_step, failures, shut_until FROM account WHERE number = {account.Number}",
            row => new SignInState(account, row.TextOrNull("password"), row.TextOrNull("factor"), row.Whole("factor_step"), row.Whole("failures"), row.Instant("shut_until")))
        : null;

    /// <summary>How long an account is shut after attempts that failed: a minute after five, then twice as long each time, an hour at most.</summary>
    public static TimeSpan Shut(long failures) => failures < FreeFailures
        ? TimeSpan.Zero
        : TimeSpan.FromMinutes(Math.Min(LongestShut.TotalMinutes, Math.Pow(2, Math.Min(20, failures - FreeFailures))));

    /// <summary>Notes an attempt that failed.</summary>
    public static int Failed(RecordsTransaction records, SignInState state, DateTimeOffset now) =>
        records.Execute($"UPDATE account SET failures = failures + 1, shut_until = {now + Shut(state.Failures + 1)} WHERE number = {state.Account.Number}");

    /// <summary>Notes that somebody was let in, with the code of a step of time where a second factor was asked for.</summary>
    /// <returns>Whether it holds: of two that come at once with one code, one is let in.</returns>
    public static bool Succeeded(RecordsTransaction records, SignInState state, long? step)
    {
        var used = step ?? state.FactorStep;
        return records.Execute($"UPDATE account SET failures = 0, factor_step = {used} WHERE number = {state.Account.Number} AND (factor IS NULL OR factor_step < {used})") > 0;
    }

    /// <summary>Sets the hash of a new password.</summary>
    public static int SetPassword(RecordsTransaction records, long account, string hash) => records.Execute($"UPDATE account SET password = {hash}, failures = 0 WHERE number = {account}");

    /// <summary>Sets or, with null, removes the second factor.</summary>
    public static int SetFactor(RecordsTransaction records, long account, string? secret, long step) =>
        records.Execute($"UPDATE account SET factor = {secret}, factor_step = {step} WHERE number = {account}");
}
