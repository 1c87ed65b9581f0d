using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>A file whose rows lie in a table, with what is known of its columns.</summary>
/// <param name="Staged">The table.</param>
/// <param name="Columns">Its columns, as in the file.</param>
/// <param name="Faulty">Rows that could not be read as rows.</param>
sealed record ReadTable(StagedSource Staged, IReadOnlyList<ColumnProfile> Columns, long Faulty)
{
    /// <summary>Name of the source.</summary>
    public string Name => Staged.Mapping.Name;

    /// <summary>The column of a name.</summary>
    public ColumnProfile this[string name] => Columns.First(column => column.Name == name);
}

/// <summary>Learns what stands in the columns of a staged file.</summary>
sealed class TableReading(DuckDbConnection connection, CancellationToken cancel)
{
    const int SampleRows = 20_000, TopValues = 60;

    static readonly string[][] Flags = [["yes", "no"], ["true", "false"], ["y", "n"], ["t", "f"], ["1", "0"], ["1.0", "0.0"], ["true.", "false."]];

    /// <summary>Profiles every column.</summary>
    public ReadTable Read(StagedSource staged)
    {
        connection.Execute(Say($"CREATE OR REPLACE TABLE profile_sample AS SELECT * FROM {staged.Table} WHERE {StagedSource.Fault} IS NULL ORDER BY hash({StagedSource.Row}) LIMIT {SampleRows}"), cancel);
        var columns = staged.Columns.Select(column => Column(staged, column.Name)).ToList();
        var faulty = connection.Whole($"SELECT count(*) FROM {staged.Table} WHERE {StagedSource.Fault} IS NOT NULL") ?? 0;
        return new ReadTable(staged, columns, faulty);
    }

    ColumnProfile Column(StagedSource staged, string name)
    {
        cancel.ThrowIfCancellationRequested();
        var column = Quoted.Name(name);
        var given = connection.Whole($"SELECT count({column}) FROM {staged.Table}") ?? 0;
        var distinct = connection.Whole($"SELECT count(DISTINCT {column}) FROM {staged.Table}") ?? 0;
        var sample = connection.Texts($"SELECT {column} FROM profile_sample WHERE {column} IS NOT NULL").OfType<string>().ToList();
        if (sample.Count == 0) sample = [.. connection.Texts($"SELECT {column} FROM {staged.Table} WHERE {column} IS NOT NULL LIMIT 100").OfType<string>()];
        var top = Top(staged, column);
        var what = Recognise(name, sample, top, distinct);
        var nullRows = what.Nulls.Count == 0 ? 0 : connection.Whole($"SELECT count(*) FROM {staged.Table} WHERE {column} IN {Quoted.Texts(what.Nulls)}") ?? 0;
        var (low, high, histogram) = Range(sample, what);
        return new ColumnProfile(
            name, what.Content, staged.Rows, staged.Rows - given + nullRows, distinct - (nullRows > 0 ? what.Nulls.Count(n => top.Any(t => t.Value == n) || nullRows > 0) : 0), what.Nulls, what.Date,
            what.Number is { } form && form != NumberForm.Plain ? form : null, low, high, histogram, [.. top.Where(value => !what.Nulls.Contains(value.Value))], what.Notes);
    }

    List<ValueCount> Top(StagedSource staged, string column)
    {
        var counts = new List<ValueCount>();
        using var rows = connection.Query(Say($"SELECT {column}, count(*) FROM {staged.Table} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {TopValues}"), cancel);
        while (rows.Next())
        {
            for (var i = 0; i < rows.RowCount; i++) counts.Add(new ValueCount(rows[0].Text(i)!, rows[1].Whole(i)));
        }

        return counts;
    }

    static Recognised Recognise(string name, List<string> sample, List<ValueCount> top, long distinct)
    {
        if (sample.Count == 0) return new Recognised(ColumnContent.Empty, [], null, null, []);
        var words = NameWords.Of(name);
        var saysDate = words.Any(word => word is "date" or "issued" or "since" or "timestamp" or "time" or "day" or "month" or "birth" or "start" or "end" or "join" or "registration" or "expiry" or "open" or "close" or "at" or "on");
        var saysId = words.Count > 0 && words[^1] is "id" or "number" or "code" or "key" or "zip" or "phone" or "postcode";
        var figures = sample.Where(value => !ValueForms.MayBeNull(value)).ToList();
        if (figures.Count > 0)
        {
            var date = ValueForms.Dates(figures, saysDate);
            if (date is { } day && (day.Format is not ("yyyyMMdd" or "yyyyMM" or "yyMMdd") || !saysId))
                return new Recognised(day.HasTime ? ColumnContent.Moment : ColumnContent.Day, Nulls(sample, top, true), day.Format, null, day.Note is null ? [] : [day.Note]);
            if (IsFlag(figures, distinct)) return new Recognised(ColumnContent.Flag, Nulls(sample, top, true), null, null, []);
            if (ValueForms.Numbers(figures) is { } number && !(saysId && figures.Exists(value => value.Length > 1 && value[0] == '0' && char.IsAsciiDigit(value[1]))))
            {
                var whole = figures.TrueForAll(value => ValueForms.Number(value, number) is var n && (double.IsNaN(n) || Math.Floor(n) == n));
                return new Recognised(whole ? ColumnContent.Whole : ColumnContent.Number, Nulls(sample, top, true), null, number, []);
            }
        }

        var sentences = sample.Average(value => value.Length) > 24 && sample.Count(value => value.Contains(' ', StringComparison.Ordinal)) > sample.Count / 2 && distinct > 30;
        return new Recognised(sentences ? ColumnContent.Text : ColumnContent.Word, Nulls(sample, top, false), null, null, []);
    }

    static List<string> Nulls(List<string> sample, List<ValueCount> top, bool figures) => ValueForms.Nulls(sample.Concat(top.Select(value => value.Value)), figures);

    static bool IsFlag(List<string> values, long distinct)
    {
        if (distinct > 4) return false;
        var words = values.Select(value => value.ToLowerInvariant()).Distinct().ToList();
        return words.Count is 1 or 2 && Flags.Any(pair => words.TrueForAll(word => pair.Contains(word)));
    }

    static (string? Low, string? High, long[] Histogram) Range(List<string> sample, Recognised what)
    {
        if (what.Date is { } format)
        {
            var days = sample.Where(value => !what.Nulls.Contains(value)).Select(value => ValueForms.DayOf(value, format)).OfType<string>().Order(StringComparer.Ordinal).ToList();
            return days.Count == 0 ? (null, null, []) : (days[0], days[^1], Histogram(days.ConvertAll(day => (double)DateOnly.Parse(day, CultureInfo.InvariantCulture).DayNumber)));
        }

        if (what.Number is not { } form) return (null, null, []);
        var numbers = sample.Select(value => ValueForms.Number(value, form)).Where(double.IsFinite).ToList();
        return numbers.Count == 0 ? (null, null, []) : (Say($"{numbers.Min():R}"), Say($"{numbers.Max():R}"), Histogram(numbers));
    }

    static long[] Histogram(List<double> values)
    {
        const int Parts = 20;
        var (low, high) = (values.Min(), values.Max());
        var counts = new long[Parts];
        foreach (var value in values) counts[high > low ? Math.Min(Parts - 1, (int)((value - low) / (high - low) * Parts)) : 0]++;
        return counts;
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Recognised(ColumnContent Content, List<string> Nulls, string? Date, NumberForm? Number, IReadOnlyList<string> Notes);
}
