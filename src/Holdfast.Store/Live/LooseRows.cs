using System.Text;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>One customer's rows of one kind, stored and just arrived, in the order and versions a load would give them.</summary>
/// <param name="rows">The rows by the columns of <see cref="FactQuery"/>.</param>
/// <param name="codes">The dictionary.</param>
sealed class LooseRows(object?[][] rows, Codes codes) : FactCells
{
    /// <summary>How many there are.</summary>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public override bool IsValid(int column, int row) => rows[row][column] is not null;

    /// <inheritdoc/>
    public override long Whole(int column, int row) => (long)rows[row][column]!;

    /// <inheritdoc/>
    public override double Number(int column, int row) => (double)rows[row][column]!;

    /// <inheritdoc/>
    public override Code Code(int column, int row) => codes.Of((string?)rows[row][column]);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Utf8(int column, int row) => Encoding.UTF8.GetBytes((string?)rows[row][column] ?? "");

    /// <summary>A stored row with its values.</summary>
    public static object?[] Copy(PackCells cells, IReadOnlyList<(string Name, PackedForm Form)> columns, int row)
    {
        var copy = new object?[columns.Count + 1];
        for (var column = 1; column < copy.Length; column++)
        {
            if (!cells.IsValid(column, row)) continue;
            copy[column] = columns[column - 1].Form switch
            {
                PackedForm.Word or PackedForm.Text => cells.Text(column, row),
                PackedForm.Number => cells.Number(column, row),
                _ => cells.Whole(column, row),
            };
        }

        return copy;
    }

    /// <summary>Puts stored rows and those that arrived together, in order, each with when it was replaced.</summary>
    public static LooseRows Of(FactTable table, IEnumerable<object?[]> all, Codes codes)
    {
        var shape = RowShape.Of(table);
        var rows = all.ToArray();
        foreach (var key in rows.Where(shape.HasKey).GroupBy(shape.KeyOf))
        {
            var versions = key.OrderBy(row => (long)row[1]!).ToList();
            for (var i = 0; i < versions.Count; i++) versions[i][2] = i + 1 < versions.Count ? versions[i + 1][1] : null;
        }

        Array.Sort(rows, shape.Compare);
        return new LooseRows(rows, codes);
    }
}

/// <summary>What SQL says of a kind's keys and order, for rows in memory.</summary>
sealed class RowShape
{
    readonly int[] _key;
    readonly int[] _order;
    readonly int[] _content;
    readonly int _id;

    RowShape(FactTable table)
    {
        var names = FactQuery.Columns(table).ToList();
        _key = [.. table.Kind.Key.Where(name => name != "party").Select(Place)];
        _id = table.Id is { } id ? Place(id) : 0;
        _content = [.. table.Content.Select(Place)];
        var leading = new[] { table.Kind.Time }.Concat(table.Kind.Key.Where(name => name != "party")).Append("known_at").Distinct().ToList();
        _order = [.. leading.Concat(table.Columns.Except(leading)).Select(Place)];

        int Place(string name) => name == "known_at" ? 1 : 4 + names.IndexOf(name);
    }

    static readonly Dictionary<string, RowShape> All = FactTable.All.Where(table => table.Kind.OfParty).ToDictionary(table => table.Name, table => new RowShape(table), StringComparer.Ordinal);

    public static RowShape Of(FactTable table) => All[table.Name];

    /// <summary>Whether a row has the id its key needs.</summary>
    public bool HasKey(object?[] row) => _id == 0 || row[_id] is not null;

    /// <summary>The key within the customer, as text.</summary>
    public string KeyOf(object?[] row) => string.Join('\u001F', _key.Select(place => row[place] is { } value ? "+" + Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : "-"));

    /// <summary>Whether two rows have the same key within the customer.</summary>
    public bool HasSameKey(object?[] one, object?[] other) => _key.All(place => Equals(one[place], other[place]));

    /// <summary>Whether two rows say the same.</summary>
    public bool SaysTheSame(object?[] one, object?[] other) => _content.All(place => Equals(one[place], other[place]));

    /// <summary>The order of a load: time, key, when learned, everything else.</summary>
    public int Compare(object?[] one, object?[] other)
    {
        foreach (var place in _order)
        {
            var compared = Compare(one[place], other[place]);
            if (compared != 0) return compared;
        }

        return 0;
    }

    static int Compare(object? one, object? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)),
        (long left, long right) => left.CompareTo(right),
        (double left, double right) => left.CompareTo(right),
        _ => 0,
    };
}
