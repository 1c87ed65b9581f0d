using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Native.Posix;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Live;

/// <summary>All facts of one version in a mapped file: narrow columns in the order of customers, and where each customer's rows begin.</summary>
sealed class HistoryPack : IDisposable
{
    /// <summary>First bytes of the file.</summary>
    public static ReadOnlySpan<byte> Magic => "HOLDPACK"u8;

    /// <summary>Length of what stands before the first section.</summary>
    public const int HeaderLength = 64;

    const int Block = 1 << 20;

    readonly MappedFile _file;

    HistoryPack(MappedFile file, PackDirectory directory)
    {
        (_file, Directory) = (file, directory);
        Codes = new Codes();
        ReadWords();
        Kinds = directory.Kinds.ToDictionary(kind => kind.Name, kind => new PackCells(file, directory, kind, Codes), StringComparer.Ordinal);
    }

    /// <summary>What it says of itself.</summary>
    public PackDirectory Directory { get; }

    /// <summary>The dictionary of all words; facts that arrive add to it.</summary>
    public Codes Codes { get; }

    /// <summary>The rows of each kind.</summary>
    public IReadOnlyDictionary<string, PackCells> Kinds { get; }

    /// <summary>Opens a pack; null where there is none, it is damaged, or it is of another version of the facts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">Fingerprint of the facts it must hold.</param>
    /// <param name="journalSegment">The journal segment they must reach to.</param>
    public static HistoryPack? Open(string path, string fingerprint, long journalSegment)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < HeaderLength) return null;
        var file = MappedFile.Open(path);
        var directory = Read(file);
        if (directory is { Format: PackDirectory.Layout } && directory.Fingerprint == fingerprint && directory.JournalSegment == journalSegment && directory.Crc32C == Checksum(file, EndOfData(file)))
            return new HistoryPack(file, directory);
        file.Dispose();
        return null;
    }

    /// <summary>CRC-32C of the bytes from the header to an end.</summary>
    public static uint Checksum(MappedFile file, long end)
    {
        var state = uint.MaxValue;
        for (long at = HeaderLength; at < end; at += Block) state = Crc32C.Continue(state, file.Span(at, (int)Math.Min(Block, end - at)));
        return ~state;
    }

    /// <summary>The customer of an id; -1 where there is none.</summary>
    public int Find(string id)
    {
        var utf8 = Encoding.UTF8.GetBytes(id);
        var wanted = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(utf8));
        int low = 0, high = Directory.Ids;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Whole(Directory.Sections["id_hashes"], middle) < wanted) low = middle + 1;
            else high = middle;
        }

        for (; low < Directory.Ids && Whole(Directory.Sections["id_hashes"], low) == wanted; low++)
        {
            if (Heap((long)Whole(Directory.Sections["id_texts"], low)).SequenceEqual(utf8)) return BinaryPrimitives.ReadInt32LittleEndian(_file.Span(Directory.Sections["id_customers"] + 4L * low, 4));
        }

        return -1;
    }

    /// <summary>The id a customer is known under.</summary>
    public string Customer(int place) => Encoding.UTF8.GetString(Heap((long)Whole(Directory.Sections["customers"], place)));

    /// <summary>The ids a customer's facts were told under where there are several; else empty.</summary>
    public IReadOnlyList<string> ToldAs(int place)
    {
        var told = Whole(Directory.Sections["told_as"], place);
        return told == 0 ? [] : Encoding.UTF8.GetString(Heap((long)told)).Split('\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    ReadOnlySpan<byte> Heap(long place) => PackCells.Heap(_file, Directory.Sections["heap"] + place - 1);

    ulong Whole(long section, int place) => BinaryPrimitives.ReadUInt64LittleEndian(_file.Span(section + 8L * place, 8));

    void ReadWords()
    {
        var at = Directory.Sections["words"];
        var count = BinaryPrimitives.ReadInt32LittleEndian(_file.Span(at, 4));
        at += 4;
        for (var i = 0; i < count; i++)
        {
            var word = PackCells.Heap(_file, at);
            Codes.Of(Encoding.UTF8.GetString(word));
            at += 4 + word.Length;
        }
    }

    static long EndOfData(MappedFile file) => BinaryPrimitives.ReadInt64LittleEndian(file.Span(8, 8));

    static PackDirectory? Read(MappedFile file)
    {
        var header = file.Span(0, HeaderLength);
        var (at, length) = (BinaryPrimitives.ReadInt64LittleEndian(header[8..]), BinaryPrimitives.ReadInt32LittleEndian(header[16..]));
        if (!header[..8].SequenceEqual(Magic) || at < HeaderLength || length <= 0 || at + length != file.Length) return null;
        var bytes = file.Span(at, length);
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(header[24..56])) return null;
        return JsonSerializer.Deserialize(bytes, PackJson.Default.PackDirectory);
    }
}
