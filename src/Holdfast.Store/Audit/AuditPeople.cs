using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Store.Audit;

/// <summary>
/// The key of each person the log tells of. A record holds HMAC-SHA256 of the person's id under the person's own random key: while the
/// key is here nobody can pass the record off as another person's, and when it is gone nothing leads from the record to the person, not
/// even a list of all ids. Read whole when first asked, some 200 bytes of memory for each person.
/// </summary>
/// <param name="folder">Where it lies.</param>
sealed class AuditPeople(AuditFolder folder)
{
    readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    (long Length, DateTime Written) _seen;
    long _length;

    /// <summary>Marks of people, who get a key where they have none; the keys are forced to the disk. The caller holds the lock.</summary>
    public IReadOnlyDictionary<string, string> Marks(IEnumerable<string> people)
    {
        Refresh();
        var asked = people.Distinct(StringComparer.Ordinal).ToList();
        var strangers = asked.Where(person => !_keys.ContainsKey(person)).ToDictionary(person => person, _ => RandomNumberGenerator.GetBytes(32), StringComparer.Ordinal);
        if (strangers.Count > 0) Add(strangers);
        return asked.ToDictionary(person => person, person => Mark(_keys[person], person), StringComparer.Ordinal);
    }

    /// <summary>The mark of a person; null where the log tells of nobody with this id.</summary>
    public string? MarkOf(string person)
    {
        Refresh();
        return _keys.TryGetValue(person, out var key) ? Mark(key, person) : null;
    }

    /// <summary>Overwrites a person's id and key where they stand. The caller holds the lock.</summary>
    /// <returns>False where the log tells of nobody with this id.</returns>
    public bool Erase(string person)
    {
        Refresh();
        if (!_keys.ContainsKey(person)) return false;
        using var file = AuditFolder.Open(folder.People);
        foreach (var (offset, length) in Places(person))
        {
            var blank = new byte[length];
            Array.Fill(blank, (byte)' ');
            "{}"u8.CopyTo(blank);
            folder.Disk.Write(file, folder.People, Frame.Of(blank), offset);
        }

        folder.Disk.Flush(file, folder.People);
        _seen = default;
        return true;
    }

    static string Mark(byte[] key, string person) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(person)));

    void Add(Dictionary<string, byte[]> strangers)
    {
        if (!File.Exists(folder.People)) folder.WriteWhole(folder.People, "", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (var file = AuditFolder.Open(folder.People))
        {
            var frames = strangers.SelectMany(pair => Frame.Of(JsonSerializer.SerializeToUtf8Bytes(new PersonKey(pair.Key, pair.Value), PeopleJson.Default.PersonKey))).ToArray();
            if (RandomAccess.GetLength(file) != _length) folder.Disk.Cut(file, folder.People, _length);
            folder.Disk.Write(file, folder.People, frames, _length);
            folder.Disk.Flush(file, folder.People);
            _length += frames.Length;
        }

        foreach (var (person, key) in strangers) _keys[person] = key;
        _seen = Look();
    }

    void Refresh()
    {
        if (Look() == _seen) return;
        _keys.Clear();
        _length = 0;
        foreach (var (told, offset, length) in Read())
        {
            if (told is not null) _keys[told.Id] = told.Key;
            _length = offset + length + Frame.Overhead;
        }

        _seen = Look();
    }

    List<(long Offset, int Length)> Places(string person) =>
        [.. Read().Where(place => place.Told?.Id == person).Select(place => (place.Offset, place.Length))];

    // A frame that does not fit inside the file is an erasure that died, one at the end a person nobody was told of.
    IEnumerable<(PersonKey? Told, long Offset, int Length)> Read()
    {
        using var file = AuditFolder.OpenToRead(folder.People);
        if (file is null) yield break;
        var frames = new FrameReader(file, 0, RandomAccess.GetLength(file));
        while (true)
        {
            while (Next(frames) is { } place) yield return place;
            if (frames.IsAtEnd || !frames.TrySkip()) yield break;
        }
    }

    static (PersonKey? Told, long Offset, int Length)? Next(FrameReader frames)
    {
        var offset = frames.Offset;
        return frames.TryRead(out var payload) ? (Person(payload), offset, payload.Length) : null;
    }

    static PersonKey? Person(ReadOnlySpan<byte> payload)
    {
        var told = JsonSerializer.Deserialize(payload, PeopleJson.Default.PersonKey);
        return told is { Id: not null, Key: not null } ? told : null;
    }

    (long Length, DateTime Written) Look()
    {
        var file = new FileInfo(folder.People);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }
}

/// <summary>A person's key.</summary>
sealed record PersonKey(string Id, byte[] Key);

/// <summary>JSON of people.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PersonKey))]
sealed partial class PeopleJson : JsonSerializerContext;
