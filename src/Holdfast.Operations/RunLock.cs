namespace Holdfast.Operations;

/// <summary>Keeps a second run out of a workspace while one is going on. The lock dies with the process.</summary>
sealed class RunLock : IDisposable
{
    readonly FileStream _file;

    RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a workspace.</summary>
    /// <exception cref="HoldfastException">Another run holds it, or the folder cannot be written.</exception>
    public static RunLock Take(string workspace)
    {
        var data = Path.Combine(workspace, "data");
        try
        {
            Prepare(data);
            return new RunLock(new FileStream(Path.Combine(data, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HoldfastException($"The folder {data} cannot be written: {denied.Message}", denied);
        }
        catch (IOException taken)
        {
            throw HoldfastException.Busy($"Another run is going on in {workspace} (its lock is {Path.Combine(data, "run.lock")}); wait for it or stop it. {taken.Message}", taken);
        }
    }

    static void Prepare(string data)
    {
        try
        {
            Directory.CreateDirectory(data);
        }
        catch (IOException taken)
        {
            throw new HoldfastException($"The folder {data} cannot be made: {taken.Message}", taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
