using Holdfast.Operations.Workspaces;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>The records of a workspace as a server holds them open.</summary>
public sealed class WorkspaceRecords : IDisposable
{
    readonly RecordsDatabase _records;

    WorkspaceRecords(RecordsDatabase records, PasswordHashing passwords, TimeProvider clock)
    {
        _records = records;
        Door = new Doorkeeper(records, passwords, clock);
        Own = new OwnAccount(records, passwords, clock);
        Answers = new KeptAnswers(records, clock);
    }

    /// <summary>Lets people in.</summary>
    public Doorkeeper Door { get; }

    /// <summary>What people do about their own accounts.</summary>
    public OwnAccount Own { get; }

    /// <summary>Answers kept for requests that are sent again.</summary>
    public KeptAnswers Answers { get; }

    /// <summary>Opens them.</summary>
    /// <param name="folder">The workspace folder.</param>
    /// <param name="passwords">How passwords are kept.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="HoldfastException">The workspace is none, or the records cannot be opened.</exception>
    public static WorkspaceRecords Open(string folder, PasswordHashing passwords, TimeProvider clock) => new(Records(folder), passwords, clock);

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    internal static RecordsDatabase Records(string folder)
    {
        var loaded = WorkspaceFiles.Load(folder, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        try
        {
            return workspace.OpenRecords();
        }
        catch (RecordsException fault)
        {
            throw new HoldfastException(fault.Message, fault);
        }
    }
}
