using System.Globalization;
using System.Text;
using Holdfast.Native.Posix;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store.Audit;

/// <summary>The folder of an audit log; its layout is in docs/formats/audit.md.</summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Disk">Every change of the disk.</param>
sealed record AuditFolder(string Root, Disk Disk)
{
    const string Ending = ".log";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>The private key.</summary>
    public string PrivateKey => Path.Combine(Root, "key.pem");

    /// <summary>The public key.</summary>
    public string PublicKey => Path.Combine(Root, "key.pub.pem");

    /// <summary>The newest signature with what is needed to go on from it.</summary>
    public string Checkpoint => Path.Combine(Root, "checkpoint");

    /// <summary>Which person has which key.</summary>
    public string People => Path.Combine(Root, "people");

    /// <summary>Path of the segment that begins with a record.</summary>
    public string Segment(long first) => Path.Combine(Root, first.ToString("D12", CultureInfo.InvariantCulture) + Ending);

    /// <summary>Numbers of the first records of all segments, in order.</summary>
    public IReadOnlyList<long> Segments() => !Directory.Exists(Root) ? []
        : [.. Directory.GetFiles(Root, "*" + Ending)
            .Select(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0)
            .Where(first => first > 0)
            .Order()];

    /// <summary>Takes the lock that one writer at a time holds; it dies with the process.</summary>
    /// <exception cref="IOException">Somebody held it for too long, or it cannot be opened.</exception>
    public FileLock Lock(TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (FileLock.TryTake(Path.Combine(Root, "audit.lock"), shared: false) is { } taken) return taken;
            if (waited >= patience) throw new IOException($"The audit log {Root} is held by another process that does not let it go; nothing is done that cannot be recorded.");
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Opens a file for reading and writing, made where it is missing.</summary>
    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file for reading; null where it is missing.</summary>
    public static SafeFileHandle? OpenToRead(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file its whole content at once: after a crash it is there whole or not at all.</summary>
    public void WriteWhole(string path, string text, UnixFileMode mode)
    {
        var draft = path + ".tmp";
        Disk.RemoveIfPossible(draft);
        Disk.Write(draft, () =>
        {
            var made = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) made.UnixCreateMode = mode;
            using var file = new FileStream(draft, made);
            file.Write(Encoding.UTF8.GetBytes(text));
        });
        Disk.Flush(draft);
        Disk.Replace(draft, path);
        Disk.FlushFolder(Root);
    }
}
