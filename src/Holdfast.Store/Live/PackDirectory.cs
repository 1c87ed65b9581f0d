using System.Text.Json.Serialization;

namespace Holdfast.Store.Live;

/// <summary>What a pack says of itself: the layout is in docs/formats/pack.md.</summary>
/// <param name="Format">Version of the layout.</param>
/// <param name="Fingerprint">Fingerprint of the facts it was made from.</param>
/// <param name="JournalSegment">Newest journal segment whose facts are among them; 0 for none.</param>
/// <param name="LastFactDay">Day of the latest thing any fact tells, yyyy-MM-dd; "" where there are no facts.</param>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Ids">How many ids there are; a customer may have several.</param>
/// <param name="Crc32C">CRC-32C of all bytes between the header and this directory.</param>
/// <param name="Sections">Where the parts that belong to no kind begin, by name.</param>
/// <param name="Kinds">The kinds of fact, in the catalogue's order.</param>
sealed record PackDirectory(
    int Format,
    string Fingerprint,
    long JournalSegment,
    string LastFactDay,
    int Customers,
    int Ids,
    uint Crc32C,
    IReadOnlyDictionary<string, long> Sections,
    IReadOnlyList<PackedKind> Kinds)
{
    /// <summary>The layout written by this version.</summary>
    public const int Layout = 1;
}

/// <summary>One kind of fact in a pack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows of all customers.</param>
/// <param name="Starts">Where the first row of each customer is told: one 32-bit number a customer, and one for the end.</param>
/// <param name="Columns">Its columns from <c>known_at</c> on.</param>
sealed record PackedKind(string Name, int Rows, long Starts, IReadOnlyList<PackedColumn> Columns);

/// <summary>One column: a value is <c>Base + Scale x (code - 1)</c>, and code 0 is no value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">How a value is read off its code.</param>
/// <param name="Offset">Where the codes begin.</param>
/// <param name="Width">Bytes of a code: 0, 1, 2, 4 or 8; with 0 every row has code <paramref name="Same"/>.</param>
/// <param name="Base">See above.</param>
/// <param name="Scale">See above.</param>
/// <param name="Same">The code of every row where the width is 0.</param>
sealed record PackedColumn(string Name, PackedForm Form, long Offset, int Width, long Base, long Scale, int Same);

/// <summary>How a value is read off its code.</summary>
enum PackedForm
{
    /// <summary>A whole number, moment, day or flag.</summary>
    Whole,

    /// <summary>A moment told as microseconds after the fact's own time.</summary>
    Late,

    /// <summary>A word: its place among the words.</summary>
    Word,

    /// <summary>A text: its place in the heap.</summary>
    Text,

    /// <summary>A number of 64 bits; not-a-number is no value.</summary>
    Number,
}

/// <summary>JSON of the directory.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PackDirectory))]
sealed partial class PackJson : JsonSerializerContext;
