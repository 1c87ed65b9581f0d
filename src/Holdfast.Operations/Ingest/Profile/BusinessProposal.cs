using System.Globalization;
using System.Text;
using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Proposes holdfast.yaml from what the files tell: what churn means, reasons, windows, currency.</summary>
sealed class BusinessProposal(DuckDbConnection connection, FileGroup group, IReadOnlyList<Draft> drafts)
{
    static readonly string[] Involuntary = ["death", "died", "dead", "deceased", "fraud", "default", "delinquen", "charge", "bankrupt", "insolv", "nonpay", "non-pay", "non pay", "unpaid", "arrears", "expired card"];
    static readonly string[] Administrative = ["migrat", "merge", "duplicate", "test", "recod", "system", "admin"];

    /// <summary>The file's text and what to check in it.</summary>
    public (string Yaml, string Churn) Write(string name)
    {
        var text = new StringBuilder();
        text.Append("# Proposed by 'holdfast ingest profile'. Check the name, the currency and the time zone; the rest follows from the files.\n");
        text.Append(CultureInfo.InvariantCulture, $"name: {MappingYaml.Scalar(name)}\ncurrency: {Currency()}\ntime_zone: UTC\n");
        var spells = drafts.SelectMany(draft => draft.Facts).Where(fact => fact.Fact is "spell" or "agreement").ToList();
        var ends = spells.Exists(fact => fact.Columns.ContainsKey("left") || fact.Columns.ContainsKey("ended"));
        var oneDay = drafts.Any(draft => draft.Snapshot is not null && draft.Facts.Any(fact => fact.Fact == "spell"));
        if (oneDay) text.Append(CultureInfo.InvariantCulture, $"records_since: '{group.Today}'\n");
        var days = SilentDays();
        var silent = !ends && days is not null;
        text.Append(silent ? Draft.Say($"churn:\n  - kind: silent\n    days: {days}\n") : "churn:\n  - kind: closed\n");
        text.Append(oneDay ? "horizons:\n  churn_days: 90\n  gap_days: 0\n" : "");
        Reasons(text);
        return (text.ToString(), silent ? Draft.Say($"silent for {days} days: no file tells an end") : ends ? "closed: the files tell who left" : "closed, though no file tells an end or a purchase: nobody can be seen to leave");
    }

    string Currency()
    {
        string[] known = ["EUR", "USD", "GBP", "UAH", "CNY", "AMD", "IRR", "CHF", "JPY", "INR", "BRL", "CZK", "PLN"];
        var words = group.Tables.SelectMany(table => table.Columns.SelectMany(column => NameWords.Of(column.Name).Concat(column.NumberForm is { Dressed: true } ? column.Top.Select(value => value.Value) : []))).ToList();
        return Array.Find(known, code => words.Contains(code.ToLowerInvariant())) ?? (words.Exists(word => word.Contains('€', StringComparison.Ordinal)) ? "EUR" : words.Exists(word => word.Contains('£', StringComparison.Ordinal)) ? "GBP" : "USD");
    }

    /// <summary>Days without an event after which a customer is gone: beyond 95 % of the gaps between two days of one customer, rounded up.</summary>
    int? SilentDays()
    {
        var gaps = drafts.SelectMany(draft => draft.Facts.Where(fact => fact.Fact == "event").Select(fact => Gap(draft, fact))).OfType<double>().ToList();
        // Where the customer is looked up, the gaps cannot be seen yet: half a year is a start.
        if (gaps.Count == 0) return drafts.Any(draft => draft.Facts.Any(fact => fact.Fact == "event")) ? 180 : null;
        int[] steps = [14, 30, 45, 60, 90, 120, 180, 270, 365];
        return Array.Find(steps, step => step >= gaps.Min()) is var step && step > 0 ? step : 365;
    }

    double? Gap(Draft draft, FactMapping fact)
    {
        if (!fact.Columns.TryGetValue("at", out var from) || from.Column is not { } at || (draft.Party ?? fact.Columns.GetValueOrDefault("agreement")?.Column) is not { } party || draft.Table.Columns.All(column => column.Name != party)) return null;
        var day = Draft.DaySql(draft.Table[at]);
        return connection.Number($"SELECT CAST(quantile_disc(gap, 0.95) AS DOUBLE) FROM (SELECT d - lag(d) OVER (PARTITION BY p ORDER BY d) AS gap FROM (SELECT DISTINCT {Quoted.Name(party)} AS p, {day} AS d FROM {draft.Table.Staged.Table} WHERE {day} IS NOT NULL)) WHERE gap IS NOT NULL");
    }

    void Reasons(StringBuilder text)
    {
        var codes = drafts.Select(draft => draft.Table.Find(Role.Reason, draft.Party)).OfType<ColumnProfile>().Where(column => column.Distinct <= 60)
            .SelectMany(column => column.Top.Select(value => value.Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (codes.Count == 0) return;
        text.Append("reasons:\n");
        foreach (var code in codes) text.Append(CultureInfo.InvariantCulture, $"  {MappingYaml.Scalar(code)}: {{ name: {MappingYaml.Scalar(code)}, kind: {Kind(code)} }}\n");
    }

    static string Kind(string code) =>
        Array.Exists(Involuntary, word => code.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "involuntary"
        : Array.Exists(Administrative, word => code.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "administrative" : "voluntary";
}
