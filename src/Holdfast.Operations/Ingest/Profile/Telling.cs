using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Finds columns that look as if they gave away who left: they were probably written down afterwards.</summary>
sealed class Telling(DuckDbConnection connection, CancellationToken cancel)
{
    /// <summary>Rightly told customers from which a column is suspect.</summary>
    const double Suspect = 0.985;

    /// <summary>The suspects of a file that says who left.</summary>
    public IReadOnlyList<TellingColumn> Of(Draft draft)
    {
        var table = draft.Table;
        if (table.Find(Role.Churned, draft.Party) is not { } churned || Roles.Churned(churned) is not { } yes) return [];
        var gone = $"coalesce({Quoted.Name(churned.Name)} = {Quoted.Text(yes)}, false)";
        return [.. table.Columns.Where(column => column.Name != churned.Name && column.Name != draft.Party && column.Content != ColumnContent.Empty).Select(column => Judge(table, column, gone)).OfType<TellingColumn>()];
    }

    TellingColumn? Judge(ReadTable table, ColumnProfile column, string gone)
    {
        cancel.ThrowIfCancellationRequested();
        var (name, from) = (Quoted.Name(column.Name), table.Staged.Table);
        if (column.Missing > 0)
        {
            var ofGone = connection.Number($"SELECT avg(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END) FROM {from} WHERE {gone}") ?? 0;
            var ofStayed = connection.Number($"SELECT avg(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END) FROM {from} WHERE NOT {gone}") ?? 0;
            if (Math.Abs(ofGone - ofStayed) >= 0.9) return new TellingColumn(column.Name, Say($"is given for {100 * ofGone:F0} % of those who left and {100 * ofStayed:F0} % of the others"));
        }

        if (column.Distinct is > 1 and <= 200)
        {
            var right = connection.Number($"SELECT sum(greatest(l, n - l)) / sum(n)::DOUBLE FROM (SELECT count(*) AS n, count(*) FILTER ({gone}) AS l FROM {from} GROUP BY {name})") ?? 0;
            var common = connection.Number($"SELECT greatest(avg({gone}::INT), 1 - avg({gone}::INT)) FROM {from}") ?? 1;
            if (right >= Suspect && right - common > 0.02) return new TellingColumn(column.Name, Say($"alone tells {100 * right:F1} % of the customers rightly"));
        }

        if (column.IsNumber && column.NumberForm is null && Auc(from, name, gone) is { } auc && Math.Max(auc, 1 - auc) >= Suspect)
            return new TellingColumn(column.Name, Say($"alone ranks those who left before the others with an AUC of {Math.Max(auc, 1 - auc):F3}"));
        return NameWords.Of(column.Name).Contains("churn") ? new TellingColumn(column.Name, "speaks of churn in its name") : null;
    }

    double? Auc(string from, string name, string gone) => connection.Number(
        $"""
        WITH given AS (SELECT try_cast({name} AS DOUBLE) AS v, {gone} AS g FROM {from} WHERE try_cast({name} AS DOUBLE) IS NOT NULL),
             ranked AS (SELECT g, avg(place) OVER (PARTITION BY v) AS place FROM (SELECT v, g, row_number() OVER (ORDER BY v) AS place FROM given)),
             sums AS (SELECT sum(place) FILTER (g) AS s, count(*) FILTER (g) AS n1, count(*) FILTER (NOT g) AS n0 FROM ranked)
        SELECT CASE WHEN n1 > 0 AND n0 > 0 THEN (s - n1 * (n1 + 1) / 2) / (n1::DOUBLE * n0) END FROM sums
        """);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
