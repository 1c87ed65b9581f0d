using System.Text.Json;
using Holdfast.Operations.Measure;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using Window = Holdfast.Retention.Predict.Windows.Window;

namespace Holdfast.Tests.Predict;

/// <summary>What is learned at a cut-off or later does not exist before it, wherever it is moved to.</summary>
public class KnownAtTests
{
    const int Customers = 250;

    static readonly Business Business = RandomHistories.Business;

    static readonly Day[] Cutoffs = [.. Enumerable.Range(4, 20).Select(month => RandomHistories.Start + 30 * month)];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Moving_facts_that_were_learned_at_the_cutoff_or_later_changes_no_feature(int seed)
    {
        var (random, late, compared, differ) = (new RandomHistories(seed), new LateFacts(seed), 0, 0);
        var catalogue = FeatureTests.Catalogue(random);
        for (var i = 0; i < Customers; i++)
        {
            var (history, asOf) = (random.NextWithLateFacts($"c{i}"), Cutoffs[i % Cutoffs.Length]);
            var moved = late.Moved(history, asOf.Start);
            for (var cutoff = asOf; cutoff > Cutoffs[0]; cutoff -= 61)
            {
                var (before, after) = (FeatureTests.Row(catalogue, history, cutoff), FeatureTests.Row(catalogue, moved, cutoff));
                Assert.Equal(before, after);
                compared += before is null ? 0 : 1;
            }

            var end = Cutoffs[^1] + 100;
            differ += (FeatureTests.Row(catalogue, history, end) ?? []).SequenceEqual(FeatureTests.Row(catalogue, moved, end) ?? []) ? 0 : 1;
        }

        Assert.True(compared > Customers && differ > Customers / 2, $"{compared} compared, {differ} differ once the facts are known");
    }

    [Fact]
    public void Moving_facts_that_were_learned_at_the_day_of_the_run_or_later_changes_no_measure_and_no_label()
    {
        var (random, late) = (new RandomHistories(23), new LateFacts(23));
        foreach (var asOf in new[] { Cutoffs[8], Cutoffs[14], Cutoffs[19] })
        {
            var histories = Enumerable.Range(0, Customers).Select(i => random.NextWithLateFacts($"c{i}")).ToList();
            var moved = histories.Select(history => late.Moved(history, asOf.Start)).ToList();
            Assert.Equal(Measured(histories, asOf), Measured(moved, asOf));
            var (before, after) = (Labels(histories, asOf), Labels(moved, asOf));
            Assert.Equal(before, after);
            Assert.True(before.Distinct().Count() > 2);
        }
    }

    [Fact]
    public void One_pass_over_many_cutoffs_gives_the_same_bits_as_each_cutoff_alone_with_and_without_late_facts()
    {
        var random = new RandomHistories(24);
        var catalogue = FeatureTests.Catalogue(random);
        var (compared, crossing) = (0, 0);
        var rows = new double[Cutoffs.Length * catalogue.Features.Count];
        for (var i = 0; i < Customers; i++)
        {
            var history = i % 2 == 0 ? random.NextWithLateFacts($"c{i}") : random.NextInTime($"c{i}");
            crossing += history.AnyEventCrosses(Cutoffs) ? 1 : 0;
            var lives = Cutoffs.Select(cutoff => Window.LifeAt(history, Business, cutoff)).ToArray();
            catalogue.FoldMany(history, Cutoffs, lives, rows);
            for (var c = 0; c < Cutoffs.Length; c++)
            {
                if (FeatureTests.Row(catalogue, history, Cutoffs[c]) is not { } alone) continue;
                Assert.Equal(alone, rows.AsSpan(c * alone.Length, alone.Length).ToArray());
                compared++;
            }
        }

        Assert.True(compared > 5 * Customers && crossing is > Customers / 4 and < 3 * Customers / 4, $"{compared} compared, {crossing} crossing");
    }

    [Fact]
    public void An_event_crosses_a_cutoff_where_it_had_happened_and_was_not_yet_or_no_longer_known()
    {
        var at = Cutoffs[0] - 10;
        Assert.False(With(at, at, null).AnyEventCrosses(Cutoffs));
        Assert.False(With(at, Cutoffs[0] - 1, null).AnyEventCrosses(Cutoffs));
        Assert.True(With(at, Cutoffs[0], null).AnyEventCrosses(Cutoffs));
        Assert.True(With(at, at, Cutoffs[3]).AnyEventCrosses(Cutoffs));
        Assert.False(With(at, at, Cutoffs[^1]).AnyEventCrosses(Cutoffs));
        Assert.False(With(Cutoffs[^1], Cutoffs[^1] + 5, null).AnyEventCrosses(Cutoffs));
    }

    static History With(Day at, Day known, Day? until)
    {
        var happened = new Event(at.Start, new Known(known.Start, until?.Start ?? Instant.Never), default, default, -1, 0, 0, default, default, true);
        return new History { Customer = "c", Codes = new Codes(), Events = new[] { happened }, HasLateFacts = true };
    }

    static string Measured(IEnumerable<History> histories, Day asOf)
    {
        var fold = new MeasureFold(Business, [], asOf);
        foreach (var history in histories) fold.Add(history);
        return JsonSerializer.Serialize(fold.Result(), MeasureJson.Bound.Measures);
    }

    static List<string> Labels(IEnumerable<History> histories, Day asOf)
    {
        var (labels, window) = (new List<string>(), new Window(7, 60));
        foreach (var history in histories)
        {
            var final = Lives.Of(history, Business, asOf);
            foreach (var cutoff in Cutoffs.Where(cutoff => window.End(cutoff) <= asOf))
                labels.Add($"{history.Customer} {cutoff} {window.Of(Window.LifeAt(history, Business, cutoff), final, cutoff)}");
        }

        return labels;
    }
}
