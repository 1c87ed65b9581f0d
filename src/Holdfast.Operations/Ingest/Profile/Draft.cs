using System.Globalization;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>A mapping being drafted for one file: facts are added, and it keeps which columns they use and why.</summary>
sealed class Draft
{
    readonly List<FactMapping> _facts = [];
    readonly Dictionary<string, string> _derive = new(StringComparer.Ordinal);
    readonly Dictionary<string, LookupMapping> _lookups = new(StringComparer.Ordinal);
    readonly Dictionary<string, IReadOnlyDictionary<string, string>> _codes = new(StringComparer.Ordinal);
    readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public Draft(PartyTie tie)
    {
        Table = tie.Table;
        Party = tie.Party;
        foreach (var (name, lookup) in tie.Lookups) _lookups[name] = lookup;
        if (tie.IsNumbered) _derive[tie.Party!] = "row_number() OVER ()";
    }

    public ReadTable Table { get; }

    /// <summary>Column with the customer's id; null where facts are tied by their agreement or not at all.</summary>
    public string? Party { get; set; }

    /// <summary>What the file seems to be, in a few words.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What to check, one sentence each; they stand as comments in the mapping.</summary>
    public List<string> Comments { get; } = [];

    public string? Snapshot { get; set; }

    public AttributeMapping? Attributes { get; set; }

    public IReadOnlyList<FactMapping> Facts => _facts;

    public IReadOnlySet<string> Used => _used;

    /// <summary>Adds a fact; columns without a source are left out.</summary>
    public void Fact(string kind, string? when, params ReadOnlySpan<(string Column, ColumnMapping? From)> columns)
    {
        var mapped = new Dictionary<string, ColumnMapping>(StringComparer.Ordinal);
        foreach (var (column, from) in columns)
        {
            if (from is null) continue;
            mapped[column] = from;
            if (from.Column is { } used) _used.Add(used);
        }

        _facts.Add(new FactMapping { Fact = kind, When = when ?? OnlyKnown(mapped), Columns = mapped });
    }

    /// <summary>Rows that name no customer tell nothing, where more than a slip of the pen leaves it out.</summary>
    string? OnlyKnown(Dictionary<string, ColumnMapping> mapped)
    {
        if (!mapped.TryGetValue("party", out var from) || Table.Columns.FirstOrDefault(column => column.Name == from.Column) is not { } party || party.Missing * 1000 < party.Rows) return null;
        var comment = Say($"{party.Missing:N0} rows name no customer; they tell nothing.");
        if (!Comments.Contains(comment)) Comments.Add(comment);
        return $"{Quoted.Name(party.Name)} IS NOT NULL";
    }

    /// <summary>Adds to the first fact of a kind, or changes what is there.</summary>
    public void Replace(string kind, ReadOnlySpan<(string Column, ColumnMapping From)> columns, string? when = null)
    {
        var at = _facts.FindIndex(fact => fact.Fact == kind);
        var mapped = new Dictionary<string, ColumnMapping>(_facts[at].Columns, StringComparer.Ordinal);
        foreach (var (column, from) in columns) mapped[column] = from;
        _facts[at] = _facts[at] with { Columns = mapped, When = when ?? _facts[at].When };
    }

    /// <summary>Takes columns out of the first fact of a kind.</summary>
    public void Drop(string kind, params ReadOnlySpan<string> columns)
    {
        var at = _facts.FindIndex(fact => fact.Fact == kind);
        var mapped = new Dictionary<string, ColumnMapping>(_facts[at].Columns, StringComparer.Ordinal);
        foreach (var column in columns) mapped.Remove(column);
        _facts[at] = _facts[at] with { Columns = mapped };
        Forget();
    }

    /// <summary>As <see cref="Replace"/>, and nothing where there is no such fact.</summary>
    public void ReplaceIfThere(string kind, ReadOnlySpan<(string Column, ColumnMapping From)> columns)
    {
        if (_facts.Exists(fact => fact.Fact == kind)) Replace(kind, columns);
    }

    /// <summary>Takes the facts of a kind out.</summary>
    public void RemoveFacts(string kind)
    {
        _facts.RemoveAll(fact => fact.Fact == kind);
        Forget();
    }

    /// <summary>Takes out what was derived and is not used any more.</summary>
    void Forget()
    {
        var needed = string.Join('\n', _facts.SelectMany(fact => fact.Columns.Values.Select(map => map.Column + map.Expression).Append(fact.When)).Append(Party));
        foreach (var name in _derive.Keys.Where(name => !needed.Contains(name, StringComparison.Ordinal)).ToList()) _derive.Remove(name);
    }

    /// <summary>A column as it stands; null for none.</summary>
    public static ColumnMapping? From(ColumnProfile? column) => column is null ? null : new ColumnMapping { Column = column.Name };

    public static ColumnMapping? From(string? column) => column is null ? null : new ColumnMapping { Column = column };

    public static ColumnMapping Value(string value) => new() { Value = value };

    public static ColumnMapping Sql(string expression) => new() { Expression = expression };

    /// <summary>A column of numbers, undressed of signs by an expression where needed.</summary>
    public ColumnMapping? Number(ColumnProfile? column)
    {
        if (column?.NumberForm is not { Dressed: true }) return From(column);
        _used.Add(column.Name);
        var name = Quoted.Name(column.Name);
        return Sql($"CASE WHEN {name} LIKE '(%' OR {name} LIKE '%-%' THEN '-' ELSE '' END || regexp_replace({name}, '[^0-9.]', '', 'g')");
    }

    /// <summary>A column through a new code table.</summary>
    public ColumnMapping Coded(ColumnProfile column, string table, IReadOnlyDictionary<string, string> codes)
    {
        _codes[table] = codes;
        return new ColumnMapping { Column = column.Name, Codes = table };
    }

    public string Derive(string name, string expression)
    {
        while (Table.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)) || _derive.ContainsKey(name)) name = "holdfast_" + name;
        _derive[name] = expression;
        return name;
    }

    public string Lookup(string column, LookupMapping lookup)
    {
        var name = column;
        while (Table.Columns.Any(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) || _lookups.ContainsKey(name)) name += "_there";
        _lookups[name] = name == column ? lookup : lookup with { Column = column };
        return name;
    }

    /// <summary>Whether it looks something up in a source.</summary>
    public bool LooksUpIn(string source) => _lookups.Values.Any(lookup => lookup.Source == source);

    /// <summary>Marks a column as told by something else than a plain column.</summary>
    public void Use(ColumnProfile column) => _used.Add(column.Name);

    /// <summary>The mapping.</summary>
    /// <param name="file">Path as it stands in the mapping.</param>
    public SourceMapping Finish(string file)
    {
        var of = Table.Columns;
        var numbers = of.Select(column => column.NumberForm).OfType<NumberForm>().Where(form => !form.Dressed).ToList();
        return Table.Staged.Mapping with
        {
            File = file,
            Snapshot = Snapshot,
            Nulls = [.. of.Where(column => _used.Contains(column.Name) || column.IsNumber || column.IsDate).SelectMany(column => column.NullWords).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Dates = [.. of.Where(column => column.DateFormat is { Length: > 0 }).Select(column => column.DateFormat!).Distinct(StringComparer.Ordinal), .. NeedsIso(of) ? ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"] : Array.Empty<string>()],
            DecimalSign = numbers.Exists(form => form.DecimalSign == ",") ? "," : ".",
            Grouping = numbers.Select(form => form.Grouping).FirstOrDefault(sign => sign.Length > 0) ?? "",
            Codes = _codes,
            Lookups = _lookups,
            Derive = _derive,
            Facts = _facts,
            Attributes = Attributes,
        };
    }

    // A list of formats takes the place of the default, so the default must stand in it where other columns are so written.
    static bool NeedsIso(IReadOnlyList<ColumnProfile> columns) => columns.Any(column => column.DateFormat is { Length: > 0 }) && columns.Any(column => column.DateFormat is "");

    /// <summary>SQL of a day of a column, whatever its format.</summary>
    public static string DaySql(ColumnProfile column)
    {
        var text = $"translate({Quoted.Name(column.Name)}, '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '01234567890123456789')";
        return column.DateFormat is { Length: > 0 } format ? $"CAST({DateFormat.Sql(format, text, "UTC", column.Name)} AS DATE)" : $"TRY_CAST({text} AS DATE)";
    }

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
