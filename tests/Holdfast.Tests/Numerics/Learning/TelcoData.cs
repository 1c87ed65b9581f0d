namespace Holdfast.Tests.Numerics.Learning;

/// <summary>The Telco churn data as the reference values were computed on it.</summary>
static class TelcoData
{
    public static IReadOnlyList<Dictionary<string, string>> Rows { get; } = ReferenceData.Read("telco-ibm/Telco-Customer-Churn.csv");

    public static bool[] Churned(IEnumerable<Dictionary<string, string>> rows) => [.. rows.Select(r => r["Churn"] == "Yes")];

    /// <summary>A blank TotalCharges belongs to a customer of tenure 0, who has paid nothing yet.</summary>
    public static double Total(Dictionary<string, string> row) => string.IsNullOrWhiteSpace(row["TotalCharges"]) ? 0 : row.Number("TotalCharges");

    /// <summary>The value of a column in R's design: a number, or "ColumnLevel" as 0 or 1.</summary>
    public static double Term(Dictionary<string, string> row, string term)
    {
        if (term == "TotalCharges") return Total(row);
        if (row.ContainsKey(term)) return row.Number(term);
        var column = row.Keys.Where(name => term.StartsWith(name, StringComparison.Ordinal)).MaxBy(name => name.Length)!;
        var level = term[column.Length..] == "TRUE" ? "Yes" : term[column.Length..];
        return row[column] == level ? 1 : 0;
    }

    public static double[] Design(IEnumerable<Dictionary<string, string>> rows, IReadOnlyList<string> terms) => [.. rows.SelectMany(row => terms.Select(term => Term(row, term)))];
}
