using Holdfast.Operations.Audit;
using Holdfast.Store.Audit;

namespace Holdfast.Operations.People;

/// <summary>
/// Records in the audit log who came in and what people did about their own accounts. Nobody is let in and nothing is changed that
/// cannot be recorded.
/// </summary>
/// <param name="trail">The audit logs.</param>
/// <param name="workspace">The workspace folder.</param>
/// <param name="clock">The clock.</param>
public sealed class DoorLog(AuditTrail trail, string workspace, TimeProvider clock)
{
    /// <summary>Who acts where nobody is known yet.</summary>
    public const string Nobody = "nobody";

    /// <summary>Records an attempt to come in, before it is answered.</summary>
    /// <param name="operation">By which way, such as <c>people/sign-in</c>.</param>
    /// <param name="outcome"><c>done</c>, <c>failed</c> or <c>refused</c>.</param>
    /// <param name="account">Whose account; null where it is none: what was typed may be a password, so it is not recorded.</param>
    /// <param name="note">From where, and why it failed.</param>
    /// <exception cref="HoldfastException">It cannot be recorded.</exception>
    public void Came(string operation, string outcome, Account? account, string note) =>
        Append(new AuditEntry
        {
            At = clock.GetUtcNow(),
            Actor = account is null ? Nobody : $"account-{account.Number}",
            Operation = operation,
            Outcome = outcome,
            Touched = account is null ? null : "account",
            Id = account?.Name,
            Note = note,
        });

    /// <summary>Records a change of an account before and after it.</summary>
    /// <param name="operation">What is done, such as <c>people/password</c>.</param>
    /// <param name="caller">Who does it.</param>
    /// <param name="note">What else must be told; null for nothing.</param>
    /// <param name="change">Does it.</param>
    /// <param name="isDone">Whether what it returned means that it was done.</param>
    /// <exception cref="HoldfastException">It cannot be recorded, so it was not done; or it was done and cannot be recorded.</exception>
    public T Change<T>(string operation, Caller caller, string? note, Func<T> change, Func<T, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(isDone);
        var entry = new AuditEntry { At = clock.GetUtcNow(), Actor = caller.Id, Operation = operation, Outcome = "begun", Touched = "account", Id = caller.Account.Name, Note = note };
        Append(entry);
        var isDoneNow = false;
        try
        {
            var result = change();
            isDoneNow = isDone(result);
            return result;
        }
        finally
        {
            Append(entry with { At = clock.GetUtcNow(), Outcome = isDoneNow ? "done" : "failed" });
        }
    }

    void Append(AuditEntry entry)
    {
        try
        {
            trail.Of(workspace)?.Append(entry);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new HoldfastException($"Nobody is let in and nothing is changed that cannot be recorded: {fault.Message}", fault);
        }
    }
}
