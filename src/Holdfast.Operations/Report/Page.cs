using System.Globalization;
using System.Net;
using System.Text;

namespace Holdfast.Operations.Report;

/// <summary>One column of a report's table.</summary>
/// <param name="Name">Its heading, with the unit.</param>
/// <param name="IsNumber">Whether it is set to the right.</param>
sealed record Heading(string Name, bool IsNumber = false);

/// <summary>One section: a question, its answer as a sentence, the picture, the table.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Short">Name in the list of contents.</param>
/// <param name="Question">The title.</param>
/// <param name="Body">The content as HTML.</param>
sealed record Section(string Id, string Short, string Question, string Body);

/// <summary>Builds the content of a section; every text is encoded here and nowhere else.</summary>
sealed class SectionBody
{
    readonly StringBuilder _html = new();

    public SectionBody Answer(string words) => Add($"<p class=\"answer\">{Encode(words)}</p>");

    public SectionBody Note(string words) => words.Length == 0 ? this : Add($"<p class=\"note\">{Encode(words)}</p>");

    public SectionBody Unanswered(string why) => Add($"<p class=\"answer unanswered\">{Encode(why)}</p>");

    public SectionBody Heading(string words) => Add($"<h3>{Encode(words)}</h3>");

    /// <summary>A picture already drawn as SVG.</summary>
    public SectionBody Picture(string svg) => Add($"<figure tabindex=\"0\">{svg}</figure>");

    public SectionBody Table(IReadOnlyList<Heading> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        _html.Append("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table><thead><tr>");
        foreach (var heading in headings) _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Number(heading)}>{Encode(heading.Name)}</th>");
        _html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            for (var i = 0; i < headings.Count; i++) _html.Append(CultureInfo.InvariantCulture, $"<td{Number(headings[i])}><bdi>{Encode(row[i])}</bdi></td>");
            _html.Append("</tr>");
        }

        return Add("</tbody></table></div>");
    }

    /// <summary>The table behind a picture, folded away on screens and open in print.</summary>
    public SectionBody FoldedTable(string summary, IReadOnlyList<Heading> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        Add($"<details><summary>{Encode(summary)}</summary>");
        Table(headings, rows);
        return Add("</details>");
    }

    public override string ToString() => _html.ToString();

    static string Number(Heading heading) => heading.IsNumber ? " class=\"number\"" : "";

    static string Encode(string words) => WebUtility.HtmlEncode(words);

    SectionBody Add(string html)
    {
        _html.Append(html);
        return this;
    }
}

/// <summary>The page around the sections: one file with its style inside and no reference to any other host.</summary>
static class Page
{
    static string Style { get; } = ReadStyle();

    const string ReportFooter = "Shares are of customers unless said otherwise; intervals are 95 % unless said otherwise; periods include their first day and exclude their last.";

    public static string Render(string title, string subtitle, IReadOnlyList<(string Figure, string Meaning)> tiles, IReadOnlyList<Section> sections, string footer = ReportFooter)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title><style>{Style}</style></head><body><main>");
        html.Append(CultureInfo.InvariantCulture, $"<header><h1>{Encode(title)}</h1><p>{Encode(subtitle)}</p><nav aria-label=\"Contents\">");
        foreach (var section in sections) html.Append(CultureInfo.InvariantCulture, $"<a href=\"#{section.Id}\">{Encode(section.Short)}</a>");
        html.Append("</nav></header><div class=\"tiles\">");
        foreach (var (figure, meaning) in tiles) html.Append(CultureInfo.InvariantCulture, $"<div class=\"tile\"><b>{Encode(figure)}</b><span>{Encode(meaning)}</span></div>");
        html.Append("</div>");
        foreach (var section in sections) html.Append(CultureInfo.InvariantCulture, $"<section id=\"{section.Id}\"><h2>{Encode(section.Question)}</h2>{section.Body}</section>");
        html.Append(CultureInfo.InvariantCulture, $"<footer>Made by Holdfast. {Encode(footer)}</footer>");
        return html.Append("</main></body></html>\n").ToString();
    }

    static string Encode(string words) => WebUtility.HtmlEncode(words);

    static string ReadStyle()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Holdfast.Operations.Report.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
