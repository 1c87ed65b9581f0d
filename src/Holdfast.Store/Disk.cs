using Holdfast.Native.Posix;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store;

/// <summary>A change on the disk that can fail.</summary>
enum DiskStep
{
    /// <summary>A file's content is written.</summary>
    Write,

    /// <summary>A file or folder is forced to the disk.</summary>
    Flush,

    /// <summary>A name is given to a file, where it is free or in place of another.</summary>
    Name,

    /// <summary>A file is removed or cut off.</summary>
    Remove,
}

/// <summary>
/// Every change the warehouse and the audit log make on the disk, so that none is made past it. Tests look in before each step and
/// make it fail; what DuckDB writes counts as one step.
/// </summary>
/// <param name="before">Called before a step with the path it is about; null where nobody looks on.</param>
sealed class Disk(Action<DiskStep, string>? before = null)
{
    /// <summary>The disk as it is.</summary>
    public static Disk Plain { get; } = new();

    /// <summary>Writes a file that is not there yet, or anew.</summary>
    public void Write(string path, byte[] bytes) => Write(path, () => File.WriteAllBytes(path, bytes));

    /// <summary>Lets somebody else write a file.</summary>
    public void Write(string path, Action write)
    {
        before?.Invoke(DiskStep.Write, path);
        write();
    }

    /// <summary>Writes a part of an open file.</summary>
    public void Write(SafeFileHandle file, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        before?.Invoke(DiskStep.Write, path);
        RandomAccess.Write(file, bytes, offset);
    }

    /// <summary>Cuts an open file off.</summary>
    public void Cut(SafeFileHandle file, string path, long length)
    {
        before?.Invoke(DiskStep.Remove, path);
        RandomAccess.SetLength(file, length);
    }

    /// <summary>Forces an open file's content to the disk.</summary>
    public void Flush(SafeFileHandle file, string path)
    {
        before?.Invoke(DiskStep.Flush, path);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Forces a file's content to the disk.</summary>
    public void Flush(string path)
    {
        before?.Invoke(DiskStep.Flush, path);
        DurableFiles.FlushFile(path);
    }

    /// <summary>Forces what was written to an open file to the disk.</summary>
    public void Flush(FileStream file)
    {
        before?.Invoke(DiskStep.Flush, file.Name);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    /// <summary>Forces a folder's names to the disk.</summary>
    public void FlushFolder(string path)
    {
        before?.Invoke(DiskStep.Flush, path);
        DurableFiles.FlushFolder(path);
    }

    /// <summary>Gives a file a second name; false where that is taken.</summary>
    public bool TryLink(string file, string name)
    {
        before?.Invoke(DiskStep.Name, name);
        return DurableFiles.TryLink(file, name);
    }

    /// <summary>Gives a file a name in place of the one that has it: at every moment one of the two is there.</summary>
    public void Replace(string file, string name)
    {
        before?.Invoke(DiskStep.Name, name);
        File.Move(file, name, overwrite: true);
    }

    /// <summary>Removes a file; nothing where it is gone.</summary>
    public void Remove(string path)
    {
        before?.Invoke(DiskStep.Remove, path);
        File.Delete(path);
    }

    /// <summary>Removes a file that nobody needs and that would be collected as garbage otherwise.</summary>
    public void RemoveIfPossible(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // The step it belongs to is done or has failed for a better reason: that one is told.
        }
    }
}
