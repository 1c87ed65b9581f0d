using System.Globalization;
using Holdfast.Native.Posix;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Audit;

namespace Holdfast.Operations.Care;

/// <summary>What a workspace must have.</summary>
/// <param name="root">Its folder.</param>
/// <param name="now">The time by the clock.</param>
/// <param name="cancel">Stops it.</param>
sealed class WorkspaceExamination(string root, DateTimeOffset now, CancellationToken cancel)
{
    const long LeastFree = 1L << 30;
    static readonly string[] Secret = ["audit/key.pem", "audit/people", "records.db"];
    static readonly TimeSpan OldRun = TimeSpan.FromDays(2);

    readonly LoadedWorkspace _loaded = WorkspaceFiles.Load(root, Environment.GetEnvironmentVariable("HOLDFAST_DATA"));

    string Data => Path.Combine(root, "data");

    /// <summary>All of it.</summary>
    public IEnumerable<Finding> All()
    {
        yield return Settings();
        yield return Writing();
        yield return Space();
        yield return Secrets();
        yield return ClockCheck();
        yield return Lock();
        yield return LastRun();
        if (_loaded.Workspace is not { } workspace) yield break;
        yield return Tried("facts", () => Facts(workspace));
        yield return Tried("records", () => Records(workspace));
        yield return Tried("audit log", Log);
    }

    Finding Settings() => _loaded.Faults.Count > 0
        ? new Finding("settings", Health.Fault, string.Create(CultureInfo.InvariantCulture, $"{_loaded.Faults.Count} fault(s) in the files of the workspace, the first: {_loaded.Faults[0]}"), $"`holdfast check --workspace {root}` lists them all.")
        : new Finding("settings", Health.Well, "No fault in the files of the workspace.");

    // The calls that publishing and recording rely on, tried on a file of its own.
    Finding Writing()
    {
        var file = Path.Combine(Data, $".doctor-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(Data);
            File.WriteAllText(file, "doctor");
            DurableFiles.FlushFile(file);
            DurableFiles.FlushFolder(Data);
            var links = DurableFiles.TryLink(file, file + ".link");
            using var held = FileLock.TryTake(file, shared: false);
            using var second = FileLock.TryTake(file, shared: false);
            return links && held is not null && second is null
                ? new Finding("file system", Health.Well, "Writing, forcing to the disk, hard links and locks work.")
                : new Finding("file system", Health.Fault, "The file system grants a lock twice or none at all.", "Put the workspace on a local file system such as ext4 or xfs; network shares often lack locks.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Finding("file system", Health.Fault, $"{Data} cannot be written as it must be: {refused.Message}", "Give the user that runs Holdfast the right to write there, on a local file system with hard links and locks.");
        }
        finally
        {
            foreach (var made in new[] { file, file + ".link" })
            {
                if (File.Exists(made)) File.Delete(made);
            }
        }
    }

    Finding Space()
    {
        var free = new DriveInfo(root).AvailableFreeSpace;
        var facts = Directory.Exists(Path.Combine(Data, "warehouse")) ? new DirectoryInfo(Path.Combine(Data, "warehouse")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
        var told = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:N1} GB are free; the facts take {facts / 1e9:N1} GB.");
        return free < LeastFree / 4 ? new Finding("disk", Health.Fault, told, "Make room: remove old backups and runs, or give the workspace a larger disk.")
            : free < Math.Max(LeastFree, facts) ? new Finding("disk", Health.Warning, told, "A compaction may need as much as the facts take: make room, or keep old versions for less long (store.keep_versions_days).")
            : new Finding("disk", Health.Well, told);
    }

    Finding Secrets()
    {
        if (OperatingSystem.IsWindows()) return new Finding("secrets", Health.Well, "Not examined on this system.");
        var open = Secret.Select(name => Path.Combine(Data, name)).Where(IsOpenToOthers).ToList();
        return open.Count == 0
            ? new Finding("secrets", Health.Well, "Keys and records are readable by their owner only.")
            : new Finding("secrets", Health.Fault, $"Others can read or write {string.Join(", ", open)}.", $"chmod 600 {string.Join(' ', open)}");
    }

    static bool IsOpenToOthers(string file) => !OperatingSystem.IsWindows() && File.Exists(file)
        && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

    Finding ClockCheck()
    {
        var newest = Directory.Exists(Data) ? new DirectoryInfo(Data).EnumerateFiles().Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max() : DateTime.MinValue;
        return newest > now.UtcDateTime.AddMinutes(5)
            ? new Finding("clock", Health.Fault, string.Create(CultureInfo.InvariantCulture, $"The clock says {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, but a file of the workspace was written at {newest:yyyy-MM-dd HH:mm}."), "Set the clock, best by NTP (timedatectl set-ntp true); schedules and the audit log rely on it.")
            : new Finding("clock", Health.Well, string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and no file is of a later time."));
    }

    Finding Lock()
    {
        if (!File.Exists(Path.Combine(Data, "run.lock"))) return new Finding("run", Health.Well, "No run is going on.");
        try
        {
            RunLock.Take(root).Dispose();
            return new Finding("run", Health.Well, "No run is going on.");
        }
        catch (HoldfastException)
        {
            return new Finding("run", Health.Well, "A run is going on.");
        }
    }

    Finding LastRun()
    {
        var runs = Path.Combine(Data, "runs");
        var last = Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(run => Path.Combine(run, "result.json")).Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max() : DateTime.MinValue;
        if (last == DateTime.MinValue) return new Finding("last run", Health.Warning, "No run has ended yet.", $"holdfast run --workspace {root}");
        var told = string.Create(CultureInfo.InvariantCulture, $"The last run ended at {last:yyyy-MM-dd HH:mm} UTC.");
        return now.UtcDateTime - last > OldRun
            ? new Finding("last run", Health.Warning, told, "Look whether the scheduler still starts it, and how it ended: `holdfast audit list --operation run`.")
            : new Finding("last run", Health.Well, told);
    }

    static Finding Tried(string about, Func<Finding> look)
    {
        try
        {
            return look();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new Finding(about, Health.Fault, fault.Message, "What the message says; else restore the workspace from a backup (docs/operations/restore.md).");
        }
    }

    static Finding Facts(Workspace workspace)
    {
        using var facts = workspace.OpenWarehouse().Current();
        return facts.Manifest == 0
            ? new Finding("facts", Health.Warning, "No facts were loaded yet.", $"holdfast run --workspace {workspace.Root}")
            : new Finding("facts", Health.Well, string.Create(CultureInfo.InvariantCulture, $"Version {facts.Manifest} is there; `holdfast store check` reads every byte."));
    }

    static Finding Records(Workspace workspace)
    {
        if (!workspace.HasRecords) return new Finding("records", Health.Well, "There are none yet; the server makes them.");
        using var records = workspace.OpenRecords();
        return new Finding("records", Health.Well, $"{records.Dialect} answers, and its layout is this program's.");
    }

    Finding Log()
    {
        cancel.ThrowIfCancellationRequested();
        using var log = AuditLog.Open(AuditTrail.FolderOf(root));
        return log.Checkpoint() is null
            ? new Finding("audit log", Health.Well, "Nothing was recorded yet.")
            : new Finding("audit log", Health.Well, "Its newest checkpoint is signed; `holdfast audit verify` reads every record.");
    }
}
