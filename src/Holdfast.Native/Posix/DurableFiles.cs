using System.Runtime.InteropServices;

namespace Holdfast.Native.Posix;

/// <summary>What .NET does not offer for files that must outlive a power cut: flushing a folder, and taking a name only where it is free.</summary>
public static unsafe class DurableFiles
{
    const int Taken = 17;
    const int CloseOnExec = 0x80000;

    /// <summary>Forces a file's content to the disk.</summary>
    /// <exception cref="IOException">The disk refused: the file must be taken for lost.</exception>
    public static void FlushFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Forces a folder's list of names to the disk.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void FlushFolder(string path)
    {
        fixed (byte* name = Bytes(path))
        {
            var folder = Open(name, CloseOnExec);
            if (folder < 0) throw Fault($"The folder {path} does not open");
            var flushed = Flush(folder);
            var fault = flushed == 0 ? null : Fault($"The folder {path} cannot be forced to the disk");
            _ = Close(folder);
            if (fault is not null) throw fault;
        }
    }

    /// <summary>
    /// Gives a file a second name where that name is free. Of two processes that try at once exactly one succeeds,
    /// which moving without overwriting does not promise.
    /// </summary>
    /// <returns>False where the name is taken.</returns>
    /// <exception cref="IOException">The file system refused, for one because it has no hard links.</exception>
    public static bool TryLink(string file, string name)
    {
        fixed (byte* from = Bytes(file), to = Bytes(name))
        {
            if (Link(from, to) == 0) return true;
            return Marshal.GetLastPInvokeError() == Taken ? false : throw Fault($"{file} cannot be linked as {name}");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    static extern int Open(byte* path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    static extern int Close(int file);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    static extern int Link(byte* from, byte* to);

    static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text + "\0");

    static IOException Fault(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
