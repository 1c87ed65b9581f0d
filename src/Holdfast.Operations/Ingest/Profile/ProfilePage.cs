using System.Globalization;
using Holdfast.Operations.Report;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>The profile as a page: a picture and a table for each file, and how the files hang together.</summary>
static class ProfilePage
{
    const double RowHeight = 30, NameWidth = 200, BarsWidth = 220, Width = 800;

    public static string Render(ProfileFilesResult result)
    {
        var sections = result.Files.Select(File).ToList();
        if (result.Relations.Count > 0) sections.Add(new Section("relations", "Relations", "How do the files hang together?", Relations(result)));
        sections.Add(new Section("proposal", "Proposal", "What is proposed, and does it load?", Proposal(result)));
        var rows = result.Files.Sum(file => file.Rows);
        return Page.Render("What is in these files?", string.Join(", ", result.Files.Select(file => file.Source)),
            [(Figures.Count(result.Files.Count), result.Files.Count == 1 ? "file" : "files"), (Figures.Count(rows), "rows"), (Figures.Count(result.Files.Sum(file => file.Columns.Count)), "columns"), (Figures.Count(result.Files.Sum(file => file.Telling.Count)), "columns that may give the answer away")], sections);
    }

    /// <summary>A column in one line.</summary>
    public static string Line(ColumnProfile column)
    {
        var what = column.Content switch
        {
            ColumnContent.Day or ColumnContent.Moment => $"{Word(column)} {column.Lowest} to {column.Highest}, written {(column.DateFormat is { Length: > 0 } format ? format : "yyyy-MM-dd")}",
            ColumnContent.Whole or ColumnContent.Number => $"{Word(column)} {column.Lowest} to {column.Highest}{(column.NumberForm is { } form ? form.Dressed ? ", with signs around it" : $", decimal sign '{form.DecimalSign}'" : "")}",
            ColumnContent.Empty => "nothing stands in it",
            _ => $"{Word(column)}: {string.Join(", ", column.Top.Take(4).Select(value => Short(value.Value)))}{(column.Distinct > 4 ? ", ..." : "")}",
        };
        var missing = column.Missing > 0 && column.Content != ColumnContent.Empty ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * column.Missing / column.Rows:F1} % missing{(column.NullWords.Count > 0 ? $" ({string.Join(", ", column.NullWords.Select(word => $"'{word}'"))})" : "")}") : "";
        return $"{column.Name}: {what}{missing}{(column.IsKey ? ", a key" : string.Create(CultureInfo.InvariantCulture, $", {column.Distinct:N0} different"))}{string.Concat(column.Notes.Select(note => ". " + note))}";
    }

    static Section File(FileProfile file, int index)
    {
        var body = new SectionBody().Answer(string.Create(CultureInfo.InvariantCulture, $"{file.Kind}: {file.Rows:N0} rows, {file.Columns.Count} columns, {file.Form}.{(file.Faulty > 0 ? $" {file.Faulty:N0} rows cannot be read as rows." : "")}"));
        body.Picture(Picture(file));
        foreach (var telling in file.Telling) body.Note($"Careful: '{telling.Column}' {telling.Because}. It is mapped all the same; the run's leakage check refuses by name what tells.");
        foreach (var check in file.Checks) body.Note("Check: " + check);
        body.FoldedTable("All columns", [new("Column"), new("Is"), new("Given", true), new("Different", true), new("Lowest"), new("Highest"), new("Commonest")], file.Columns.Select(column => (IReadOnlyList<string>)
            [column.Name, Word(column), Figures.Count(column.Given), Figures.Count(column.Distinct), column.Lowest ?? "–", column.Highest ?? "–", string.Join(", ", column.Top.Take(6).Select(value => $"{Short(value.Value)} ({Figures.Count(value.Rows)})"))]));
        return new Section($"file-{index + 1}", file.Source, $"What is in {file.Source}?", body.ToString());
    }

    /// <summary>A row for each column: name, the commonest values as bars, how much is missing.</summary>
    static string Picture(FileProfile file)
    {
        var drawing = new Drawing(Width, (file.Columns.Count + 1) * RowHeight);
        drawing.Text(NameWidth, 16, "from low to high, or the commonest", "tick");
        drawing.Text(NameWidth + BarsWidth + 20, 16, "given", "tick");
        drawing.Text(NameWidth + BarsWidth + 120, 16, "is", "tick");
        for (var i = 0; i < file.Columns.Count; i++) Row(drawing, file.Columns[i], (i + 1) * RowHeight, file.Telling.Any(telling => telling.Column == file.Columns[i].Name));
        return drawing.ToSvg($"The columns of {file.Source}: how their values lie and how many rows have one.");
    }

    static void Row(Drawing drawing, ColumnProfile column, double top, bool telling)
    {
        drawing.Text(NameWidth - 10, top + 17, Short(column.Name, 28), "label", Anchor.End);
        IReadOnlyList<(string Tip, long Rows)> shown = column.Histogram.Count > 0
            ? [.. column.Histogram.Select((rows, i) => ($"part {i + 1} of 20 between {column.Lowest} and {column.Highest}", rows))]
            : [.. column.Top.Take(20).Select(value => ($"{value.Value}: {Figures.Count(value.Rows)}", value.Rows))];
        var most = Math.Max(1, shown.Select(bar => bar.Rows).DefaultIfEmpty(1).Max());
        for (var i = 0; i < shown.Count; i++)
        {
            var height = shown[i].Rows == 0 ? 0 : Math.Max(1, 20.0 * shown[i].Rows / most);
            drawing.Rectangle(new Box(NameWidth + i * BarsWidth / 20, top + 23 - height, BarsWidth / 20 - 2, height), $"bar {(telling ? "series-2" : "series-1")}", shown[i].Tip);
        }

        var given = column.Rows == 0 ? 0 : column.Given / (double)column.Rows;
        drawing.Rectangle(new Box(NameWidth + BarsWidth + 20, top + 9, 60 * given, 10), "bar series-4", Figures.Percent(given));
        drawing.Text(NameWidth + BarsWidth + 84, top + 18, Figures.Percent(given, 0), "tick");
        drawing.Text(NameWidth + BarsWidth + 128, top + 17, Short(Is(column), 36), "tick");
    }

    static string Is(ColumnProfile column) => column.IsDate || column.IsNumber ? $"{Word(column)} {column.Lowest} to {column.Highest}" : column.IsKey ? $"{Word(column)}, a key" : string.Create(CultureInfo.InvariantCulture, $"{Word(column)}, {column.Distinct:N0} different");

    static string Relations(ProfileFilesResult result) => new SectionBody().Answer("Values of these columns stand in the keys of other files.")
        .Table([new("Column"), new("Stands in"), new("Share of its values", true)], result.Relations.Select(relation => (IReadOnlyList<string>)[relation.From, relation.To, Figures.Percent(relation.Share)])).ToString();

    static string Proposal(ProfileFilesResult result)
    {
        var body = new SectionBody().Answer($"Churn: {result.Churn}.")
            .Table([new("Source"), new("One row is"), new("Customer"), new("Facts")], result.Files.Select(file => (IReadOnlyList<string>)[file.Source, file.Kind, file.Party ?? "–", file.Facts.Count == 0 ? "none" : string.Join(", ", file.Facts)]));
        if (result.Trial is { Count: > 0 } trial)
        {
            body.Heading("On trial").Table([new("Source"), new("Rows", true), new("Accepted", true), new("Rejected", true), new("Duplicate", true), new("Rejected rows are in")],
                trial.Select(source => (IReadOnlyList<string>)[source.Source, Figures.Count(source.Rows), Figures.Count(source.Accepted), Figures.Count(source.Rejected), Figures.Count(source.Duplicate), source.RejectsFile ?? "–"]));
        }

        return body.ToString();
    }

    static string Word(ColumnProfile column) => column.Content switch
    {
        ColumnContent.Whole => "whole numbers",
        ColumnContent.Number => "numbers",
        ColumnContent.Day => "days",
        ColumnContent.Moment => "moments",
        ColumnContent.Flag => "yes or no",
        ColumnContent.Text => "texts",
        ColumnContent.Empty => "empty",
        _ => "words",
    };

    static string Short(string text, int most = 40) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
