using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Holdfast.Operations;

/// <summary>
/// A request for a list that is read page by page. A page goes on behind a row, not at a place: what was added or taken away meanwhile
/// neither repeats nor hides the rows that stay.
/// </summary>
public abstract record PagedRequest
{
    /// <summary>Most rows of a page.</summary>
    public const int Most = 1_000;

    /// <summary>How many at most, 1 to 1000.</summary>
    [Range(1, Most)]
    public int Limit { get; init; } = 100;

    /// <summary>Where to go on: `next` of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>The key of the row behind which the page begins; null for the first page.</summary>
    /// <param name="list">Name of the list.</param>
    /// <exception cref="HoldfastException">The limit or the cursor are not allowed.</exception>
    public string? After(string list)
    {
        if (Limit is < 1 or > Most) throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"--limit: found {Limit}; 1 to {Most} is allowed."));
        return Cursor is null ? null : Key(list) ?? throw Strange();
    }

    /// <summary>The number of the row behind which the page of a list begins that goes from the greatest number down.</summary>
    /// <param name="list">Name of the list.</param>
    /// <exception cref="HoldfastException">The limit or the cursor are not allowed.</exception>
    public long Below(string list) => After(list) is not { } key ? long.MaxValue
        : long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Strange();

    /// <summary>Cuts a page off.</summary>
    /// <param name="list">Name of the list.</param>
    /// <param name="found">The rows behind the cursor in order, at least one more than a page has where there are more.</param>
    /// <param name="key">A row's key: no two rows have the same, and the list is in its order.</param>
    /// <returns>The rows of the page, and the cursor of the next one; null on the last.</returns>
    public (IReadOnlyList<T> Items, string? Next) Page<T>(string list, IReadOnlyList<T> found, Func<T, string> key)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(key);
        return found.Count <= Limit ? (found, null) : ([.. found.Take(Limit)], Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}\n{key(found[Limit - 1])}")));
    }

    static HoldfastException Strange() => HoldfastException.OfRequest("--cursor: found none of this list; allowed is 'next' of the page before.");

    string? Key(string list)
    {
        if (!Base64Url.IsValid(Cursor)) return null;
        var told = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Cursor));
        return told.StartsWith(list + "\n", StringComparison.Ordinal) ? told[(list.Length + 1)..] : null;
    }
}

/// <summary>A page of a list.</summary>
public abstract record PagedResult
{
    /// <summary>What to give as `cursor` for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
