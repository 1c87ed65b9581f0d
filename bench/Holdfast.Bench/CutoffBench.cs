using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>Features of events at one cut-off and at twelve in one pass, against the same in DuckDB's SQL.</summary>
static class CutoffBench
{
    const int Months = 12;

    static readonly string[] Names =
    [
        "events_30d", "events_90d", "events_180d", "events_365d", "events_ever", "events_trend_30d", "events_trend_90d", "quantity_90d", "quantity_trend_90d",
        "days_since_activity", "active_days_90d", "active_days_365d", "mean_gap_days", "gap_volatility_365d", "gap_against_own",
        "amount_in_30d", "amount_in_90d", "amount_in_365d", "amount_out_30d", "amount_out_90d", "amount_out_365d", "amount_net_90d", "amount_in_trend_90d", "amount_out_trend_90d",
        "out_in_ratio_90d", "largest_out_90d", "mean_amount_in_365d", "kinds_used_90d", "channels_used_90d", "counterparties_90d",
    ];

    // What is added up over all customers and compared with SQL.
    static readonly (string Name, string Sql)[] Compared =
    [
        ("events_90d", "count(*) FILTER (age <= 90)"), ("events_365d", "count(*) FILTER (age <= 365)"), ("events_ever", "count(*)"),
        ("amount_in_90d", "coalesce(sum(amount) FILTER (age <= 90 AND amount > 0), 0)"), ("amount_out_365d", "coalesce(-sum(amount) FILTER (age <= 365 AND amount < 0), 0)"),
        ("kinds_used_90d", "count(DISTINCT kind) FILTER (age <= 90)"), ("channels_used_90d", "count(DISTINCT channel) FILTER (age <= 90)"),
        ("active_days_90d", "count(DISTINCT day) FILTER (age <= 90 AND coalesce(by_customer, true))"),
    ];

    public static Figure Run(string workspace)
    {
        using var facts = Warehouse.Open(Path.Combine(workspace, "data", "warehouse")).Current();
        var last = facts.LastFactDay + 1;
        var histories = facts.Histories(CancellationToken.None).ToList();
        var catalogue = new FeatureCatalogue(new FeaturePlan { Kinds = ["card_payment"] }, Names.ToHashSet(StringComparer.Ordinal));
        Day[] one = [last], many = [.. Enumerable.Range(0, Months).Select(i => last - 30 * (Months - 1 - i))];
        Sums(histories.Take(100), catalogue, many);
        var (sums, seconds) = Figure.Of(() => Sums(histories, catalogue, one));
        var (sumsOfMany, secondsOfMany) = Figure.Of(() => Sums(histories, catalogue, many));
        var (expected, sqlSeconds) = Figure.Of(() => Sql(facts, last));
        var places = Compared.Select(compared => catalogue.Features.ToList().FindIndex(feature => feature.Name == compared.Name)).ToList();
        var equal = places.Select((place, i) => sums[place] == expected[i] && sumsOfMany[place] == expected[i]).All(is_ => is_);
        return new Figure(
            FormattableString.Invariant($"fold {catalogue.Features.Count} features of {histories.Sum(history => (long)history.Events.Length):N0} events of {histories.Count:N0} customers in memory, one cut-off"), seconds,
            FormattableString.Invariant($"12 cut-offs in one pass {secondsOfMany:0.000} CPU s, {secondsOfMany / seconds:0.0} times; DuckDB's SQL, {Compared.Length} of the features, one cut-off, {sqlSeconds:0.000} CPU s"),
            "12 cut-offs 3 times one", equal, $"sums of {string.Join(", ", Compared.Select(compared => compared.Name))} equal those of SQL at the last cut-off, alone and among twelve");
    }

    // Sums over all customers at the last cut-off.
    static double[] Sums(IEnumerable<History> histories, FeatureCatalogue catalogue, Day[] cutoffs)
    {
        var (count, sums) = (catalogue.Features.Count, new double[catalogue.Features.Count]);
        var rows = new double[cutoffs.Length * count];
        var life = new Life(cutoffs[0] - 1, null, null, Leaving.None, Origin.Acquired, default, default, default, default, null, 1);
        var lives = cutoffs.Select(_ => life).ToArray();
        foreach (var history in histories)
        {
            catalogue.FoldMany(history, cutoffs, lives, rows);
            for (var i = 0; i < count; i++) sums[i] += rows[(cutoffs.Length - 1) * count + i];
        }

        return sums;
    }

    static double[] Sql(Snapshot facts, Day cutoff)
    {
        var file = Path.Combine(Path.GetTempPath(), $"holdfast-bench-{Environment.ProcessId}.parquet");
        try
        {
            facts.KnownBefore(cutoff.Start).Export("event", file, ExportFormat.Parquet, CancellationToken.None);
            using var db = DuckDbConnection.Open(new DuckDbSettings());
            var features = string.Join(", ", Compared.Select((compared, i) => string.Create(CultureInfo.InvariantCulture, $"{compared.Sql} AS f{i}")));
            var sums = string.Join(", ", Compared.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"CAST(sum(f{i}) AS BIGINT)")));
            using var rows = db.Query($"""
                SELECT {sums} FROM (SELECT customer, {features} FROM (
                  SELECT *, CAST("at" AS DATE) AS day, DATE '{cutoff}' - CAST("at" AS DATE) AS age FROM {Holdfast.Native.DuckDb.Sql.Literal(file)}) GROUP BY customer)
                """);
            rows.Next();
            var told = new double[Compared.Length];
            for (var i = 0; i < told.Length; i++) told[i] = rows[i].Whole(0);
            return told;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
