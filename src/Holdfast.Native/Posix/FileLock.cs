using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Native.Posix;

/// <summary>
/// A lock on a file by <c>flock(2)</c>: many may hold it shared, or one alone. The system gives it back when the process ends,
/// however it ends, so a dead holder is never waited for.
/// </summary>
public sealed unsafe class FileLock : IDisposable
{
    const int ReadWrite = 2;
    const int Create = 0x40;
    const int CloseOnExec = 0x80000;
    const int Shared = 1;
    const int Alone = 2;
    const int DoNotWait = 4;
    const int Missing = 2;
    const int Held = 11;
    const int Interrupted = 4;

    // Readable by all, writable by the owner: 0644.
    const int Mode = 0x1A4;

    readonly SafeFileHandle _file;

    FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock of a file, which is made where it is missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="shared">Whether others may hold it shared at the same time.</param>
    /// <returns>The lock; null where another holder forbids it.</returns>
    /// <exception cref="IOException">The file cannot be opened for writing, or the file system knows no locks.</exception>
    public static FileLock? TryTake(string path, bool shared) => Take(path, ReadWrite | Create | CloseOnExec, shared);

    /// <summary>Takes the lock of a file that is there, alone.</summary>
    /// <returns>The lock; null where another holds it or the file is gone.</returns>
    /// <exception cref="IOException">The file cannot be opened for writing, or the file system knows no locks.</exception>
    public static FileLock? TryTakeExisting(string path) => Take(path, ReadWrite | CloseOnExec, shared: false);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    static FileLock? Take(string path, int flags, bool shared)
    {
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            var opened = Open(name, flags, Mode);
            if (opened < 0) return (flags & Create) == 0 && Marshal.GetLastPInvokeError() == Missing ? null : throw Fault($"{path} cannot be opened for its lock");
            var file = new SafeFileHandle(opened, ownsHandle: true);
            while (Lock(opened, (shared ? Shared : Alone) | DoNotWait) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == Interrupted) continue;
                var fault = error == Held ? null : Fault($"{path} cannot be locked");
                file.Dispose();
                return fault is null ? null : throw fault;
            }

            return new FileLock(file);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    static extern int Open(byte* path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    static extern int Lock(int file, int how);

    static IOException Fault(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
