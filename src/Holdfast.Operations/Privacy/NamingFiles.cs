using System.Buffers;
using System.Text;

namespace Holdfast.Operations.Privacy;

/// <summary>Finds the files of a workspace that name a person and that no store keeps in order: what was brought, what was rejected, what was written for others.</summary>
static class NamingFiles
{
    const int BufferBytes = 1 << 20;

    static readonly string[] Folders = [Path.Combine("data", "incoming"), Path.Combine("data", "files"), Path.Combine("data", "rejects")];

    /// <summary>The files that hold one of the ids as a word, by path within the workspace. Text is looked through as UTF-8; packed files cannot be looked into.</summary>
    public static IReadOnlyList<string> Of(string workspace, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var words = ids.Select(Encoding.UTF8.GetBytes).Where(word => word.Length is > 0 and < BufferBytes / 2).ToList();
        var files = Folders.Select(folder => Path.Combine(workspace, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        return [.. files.Where(file => Names(file, words, cancel)).Select(file => Path.GetRelativePath(workspace, file)).Order(StringComparer.Ordinal)];
    }

    // Each buffer begins with the end of the one before, so that no word is cut.
    static bool Names(string path, List<byte[]> words, CancellationToken cancel)
    {
        using var file = File.OpenRead(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var (kept, longest) = (0, words.Count == 0 ? 0 : words.Max(word => word.Length) + 2);
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                var read = file.Read(buffer, kept, buffer.Length - kept);
                var text = buffer.AsSpan(0, kept + read);
                foreach (var word in words)
                {
                    if (Holds(text, word)) return true;
                }

                if (read == 0) return false;
                kept = Math.Min(longest, text.Length);
                text[^kept..].CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static bool Holds(ReadOnlySpan<byte> text, byte[] word)
    {
        for (var at = 0; text[at..].IndexOf(word) is var found and >= 0; at += found + 1)
        {
            var (before, after) = (at + found - 1, at + found + word.Length);
            if ((before < 0 || !IsOfWord(text[before])) && (after >= text.Length || !IsOfWord(text[after]))) return true;
        }

        return false;
    }

    static bool IsOfWord(byte sign) => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'_' or (byte)'-' || sign >= 0x80;
}
