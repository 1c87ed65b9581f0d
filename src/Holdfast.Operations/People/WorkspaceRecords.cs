using Holdfast.Operations.Audit;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>The records of a workspace as a server holds them open.</summary>
public sealed class WorkspaceRecords : IDisposable
{
    readonly RecordsDatabase _records;

    WorkspaceRecords((Workspace Workspace, RecordsDatabase Records) opened, PasswordHashing passwords, TimeProvider clock, AuditTrail trail)
    {
        var records = opened.Records;
        (Workspace, _records) = opened;
        var log = new DoorLog(trail, opened.Workspace.Root, clock);
        Door = new Doorkeeper(records, passwords, clock, log);
        Own = new OwnAccount(records, passwords, clock, log);
        Answers = new KeptAnswers(records, clock);
        Jobs = new JobTable(records, clock);
    }

    /// <summary>Lets people in.</summary>
    public Doorkeeper Door { get; }

    /// <summary>What people do about their own accounts.</summary>
    public OwnAccount Own { get; }

    /// <summary>Answers kept for requests that are sent again.</summary>
    public KeptAnswers Answers { get; }

    /// <summary>The workspace as it was when they were opened.</summary>
    public Workspace Workspace { get; }

    /// <summary>The jobs.</summary>
    public JobTable Jobs { get; }

    /// <summary>The records themselves, for operations.</summary>
    public RecordsDatabase Database => _records;

    /// <summary>Whether they have the layout of this program; another program may have brought them to a newer one since.</summary>
    public bool HasNewestLayout => _records.Read(work => work.One($"SELECT max(number) AS n FROM migration", row => row.Whole("n"))) == RecordsDatabase.NewestLayout(_records.Dialect);

    /// <summary>Writes something that matters to nobody, to find out whether they can be written.</summary>
    /// <returns>True.</returns>
    /// <exception cref="RecordsException">They cannot.</exception>
    public bool TryWriting() => Answers.Probe();

    /// <summary>Opens them.</summary>
    /// <param name="folder">The workspace folder.</param>
    /// <param name="passwords">How passwords are kept.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="trail">Where it is recorded who came in and what was changed.</param>
    /// <exception cref="HoldfastException">The workspace is none, or the records cannot be opened.</exception>
    public static WorkspaceRecords Open(string folder, PasswordHashing passwords, TimeProvider clock, AuditTrail trail) => new(Records(folder), passwords, clock, trail);

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    /// <summary>Does something with the records: those the program keeps open, or opened for it.</summary>
    internal static T Using<T>(string folder, OperationContext context, Func<RecordsDatabase, T> use)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Records is { } open) return use(open);
        using var records = Records(folder).Records;
        return use(records);
    }

    static (Workspace Workspace, RecordsDatabase Records) Records(string folder)
    {
        var loaded = WorkspaceFiles.Load(folder, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        try
        {
            return (workspace, workspace.OpenRecords());
        }
        catch (RecordsException fault)
        {
            throw new HoldfastException(fault.Message, fault);
        }
    }
}
