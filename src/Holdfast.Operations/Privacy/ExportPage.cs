using System.Globalization;
using System.Text;
using Holdfast.Operations.Report;
using Holdfast.Operations.Store;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Privacy;

/// <summary>Everything that is kept about one customer as a page that the customer can read.</summary>
static class ExportPage
{
    static readonly Heading[] Headings = [new("Happened"), new("Learned"), new("What it says"), new("Source")];

    /// <summary>Writes the page.</summary>
    public static void Write(ExportPersonResult person, Business business, string path) =>
        File.WriteAllText(path, Of(person, business), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    static string Of(ExportPersonResult person, Business business) => Page.Render(
        $"What {business.Name} keeps about {person.Customer}",
        $"Put together on {person.At.Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal)}; money in {business.Currency}.",
        [
            (Count(person.Facts.Count), "facts"),
            (Count(person.Results.Sum(table => table.Rows.Count)), "rows worked out from them"),
            (Count(person.Looks.Count), "looks at them, or changes"),
            (Count(person.Objections.Count), "objections"),
        ],
        [
            new Section("facts", "Facts", "What do we know?", Facts(person)),
            new Section("results", "Worked out", "What did we work out from it?", Results(person)),
            new Section("objections", "Objections", "What is objected to?", Objections(person)),
            new Section("looks", "Looks", "When was it looked at?", Looks(person)),
        ],
        "The same for programs: holdfast privacy export --json.");

    static string Facts(ExportPersonResult person)
    {
        var body = new SectionBody().Answer(person.ToldAs.Count == 1
            ? $"{Count(person.Facts.Count)} facts, newest last. What was corrected later is listed with the time of its correction."
            : $"{Count(person.Facts.Count)} facts, told under {Count(person.ToldAs.Count)} ids: {string.Join(", ", person.ToldAs)}. What was corrected later is listed with the time of its correction.");
        foreach (var kind in person.Facts.GroupBy(fact => fact.Kind)) body.Heading(Words(kind.Key)).Table(Headings, kind.Select(Fact));
        return body.ToString();
    }

    static string[] Fact(HistoryFact fact) =>
        [Time(fact.At), fact.KnownAt == fact.At ? "at once" : Time(fact.KnownAt), string.Join("; ", fact.Values.Select(value => $"{Words(value.Key)} {value.Value}")) + Until(fact.KnownUntil), fact.Source];

    static string Until(string? corrected) => corrected is null ? "" : $" (until it was corrected on {Time(corrected)})";

    static string Results(ExportPersonResult person)
    {
        if (person.Results.Count == 0) return new SectionBody().Answer("Nothing was worked out about this customer.").ToString();
        var body = new SectionBody().Answer("Scores, features, segments and decisions of each run, column by column.");
        foreach (var table in person.Results)
        {
            foreach (var row in table.Rows) body.FoldedTable($"{table.Run}: {Words(table.Table)}, {Count(row.Count)} values", [new("Name"), new("Value")], row.Select(cell => new[] { Words(cell.Key), cell.Value }));
        }

        return body.ToString();
    }

    static string Objections(ExportPersonResult person) => person.Objections.Count == 0
        ? new SectionBody().Answer("Nothing. You may object to being approached (marketing) and to being scored and decided for (profiling) at any time.").ToString()
        : new SectionBody().Table([new("To"), new("Since")], person.Objections.Select(one => new[] { one.Purpose.ToString(), one.Since })).ToString();

    static string Looks(ExportPersonResult person) => person.Looks.Count == 0
        ? new SectionBody().Answer("No look was recorded.").ToString()
        : new SectionBody().Answer("Each time one of our people or programs looked at these records or changed them.").Table([new("When"), new("What was done")], person.Looks.Select(look => new[] { Time(look.At), look.Operation })).ToString();

    static string Time(string? at) => at?.Replace("T00:00:00", "", StringComparison.Ordinal).Replace('T', ' ') ?? "";

    static string Words(string name) => name.Replace('_', ' ').Replace("/", ", ", StringComparison.Ordinal);

    static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
