using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Windows;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>Reading the histories of a workspace that was loaded, and folding them into features.</summary>
static class HistoryBench
{
    public static Figure Read(string workspace)
    {
        var facts = Facts(workspace);
        var (events, seconds) = Figure.Of(() => facts.Histories(CancellationToken.None).Sum(history => (long)history.Events.Length));
        var rows = facts.Rows.Values.Sum();
        return new Figure(
            FormattableString.Invariant($"read the histories of {rows:N0} facts"), seconds, FormattableString.Invariant($"{rows / seconds / 1e6:0.00} M facts a second"),
            "none", events == facts.Rows["event"], FormattableString.Invariant($"{events:N0} events, as many as are stored"));
    }

    public static Figure Fold(string workspace)
    {
        var business = WorkspaceFiles.Load(workspace, null).ForRun().Business;
        var facts = Facts(workspace);
        var asOf = facts.LastFactDay + 1;
        var histories = facts.Histories(CancellationToken.None).ToList();
        var catalogue = Catalogue(histories, business, asOf);
        var (first, seconds) = Figure.Of(() => Rows(histories, business, catalogue, asOf));
        var again = Rows(histories, business, catalogue, asOf);
        var events = (double)facts.Rows["event"];
        return new Figure(
            FormattableString.Invariant($"fold {catalogue.Features.Count} features of {first.Count:N0} customers, one cut-off"), seconds,
            FormattableString.Invariant($"{events / seconds / 1e6:0.00} M events a second"), "3 s for 10 M events, that is 3.3 M events a second",
            first.Count > 0 && first.Zip(again).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), "a second fold gives the same values");
    }

    /// <summary>Folds the features of every customer, a history at a time, and forgets them.</summary>
    /// <returns>Customers, features, and processor seconds of surveying what there is and of the fold, reading included.</returns>
    public static (int Customers, int Features, double CpuSeconds) Stream(string workspace)
    {
        var business = WorkspaceFiles.Load(workspace, null).ForRun().Business;
        var (told, seconds) = Figure.Of(() =>
        {
            using var facts = Facts(workspace);
            var (asOf, survey) = (facts.LastFactDay + 1, new FeatureSurvey());
            foreach (var history in facts.Histories(CancellationToken.None))
            {
                var known = history.AsOf(asOf.Start);
                var lives = Lives.Of(known, business, asOf);
                if (lives.Count > 0) survey.Add(known, lives);
            }

            var catalogue = new FeatureCatalogue(survey.Plan(business, new HashSet<string>()));
            var (row, customers) = (new double[catalogue.Features.Count], 0);
            foreach (var history in facts.Histories(CancellationToken.None))
            {
                if (Window.LifeAt(history, business, asOf) is not { } life) continue;
                catalogue.Fold(history.AsOf(asOf.Start), life, asOf, row);
                customers++;
            }

            return (customers, row.Length);
        });
        return (told.customers, told.Length, seconds);
    }

    /// <summary>The catalogue for some histories.</summary>
    public static FeatureCatalogue Catalogue(List<History> histories, Business business, Day asOf)
    {
        var survey = new FeatureSurvey();
        foreach (var history in histories)
        {
            var known = history.AsOf(asOf.Start);
            var lives = Lives.Of(known, business, asOf);
            if (lives.Count > 0) survey.Add(known, lives);
        }

        return new FeatureCatalogue(survey.Plan(business, new HashSet<string>()));
    }

    static List<double[]> Rows(List<History> histories, Business business, FeatureCatalogue catalogue, Day asOf)
    {
        var rows = new List<double[]>();
        foreach (var history in histories)
        {
            if (Window.LifeAt(history, business, asOf) is not { } life) continue;
            var row = new double[catalogue.Features.Count];
            catalogue.Fold(history.AsOf(asOf.Start), life, asOf, row);
            rows.Add(row);
        }

        return rows;
    }

    static Snapshot Facts(string workspace) => Warehouse.Open(Path.Combine(workspace, "data", "warehouse")).Current();
}
