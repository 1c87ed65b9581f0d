using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Tests.Predict;

/// <summary>P1, P5: features see only what was known, and say it in words.</summary>
public class FeatureTests
{
    static readonly Day End = RandomHistories.Start + 720;

    [Fact]
    public void Nothing_that_happens_or_is_learned_at_or_after_the_cutoff_changes_a_feature()
    {
        var random = new RandomHistories(11);
        var catalogue = Catalogue(random);
        var compared = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            var history = random.Next("c");
            var cutoff = RandomHistories.Start + 100 + trial * 2;
            var (before, after) = (Row(catalogue, history, cutoff), Row(catalogue, random.WithAnotherFuture(history, cutoff), cutoff));
            if (before is null && after is null) continue;
            compared++;
            for (var i = 0; i < before!.Length; i++)
                Assert.True(before[i].Equals(after![i]), $"{catalogue.Features[i].Name} was {before[i]} and became {after[i]}");
        }

        Assert.True(compared > 100);
    }

    [Fact]
    public void Every_feature_of_the_catalogue_is_told_by_some_history()
    {
        var random = new RandomHistories(5);
        var catalogue = Catalogue(random);
        var told = new HashSet<int>();
        for (var trial = 0; trial < 300; trial++)
        {
            if (Row(catalogue, random.Next("c"), End - trial) is not { } row) continue;
            for (var i = 0; i < row.Length; i++)
            {
                if (!double.IsNaN(row[i])) told.Add(i);
                Assert.False(double.IsInfinity(row[i]), catalogue.Features[i].Name);
            }
        }

        Assert.Empty(catalogue.Features.Where((_, i) => !told.Contains(i)).Select(f => f.Name));
        Assert.True(catalogue.Features.Count >= 100);
    }

    [Fact]
    public void The_order_in_which_words_were_met_changes_no_feature()
    {
        var (one, other) = (new RandomHistories(3), new RandomHistories(3));
        foreach (var word in new[] { "salary", "zebra", "branch", "incident", "gold", "c" }) other.Codes.Of(word);
        var (first, second) = (Catalogue(one), Catalogue(other));
        Assert.Equal(first.Features.Select(f => f.Name), second.Features.Select(f => f.Name));
        for (var trial = 0; trial < 50; trial++) Assert.Equal(Row(first, one.Next("c"), End), Row(second, other.Next("c"), End));
    }

    [Fact]
    public void A_sentence_holds_the_value_and_protected_attributes_are_never_said()
    {
        var plan = new FeaturePlan { Products = ["gold"], Numbers = ["Age", "Gender Code", "Average Usage"], AuditOnly = ["gender"], Unspoken = ["age"] };
        var features = new FeatureCatalogue(plan).Features.ToDictionary(f => f.Name);
        Assert.Equal("The promotion ends in 12 days.", FeatureSentence.Of(features["days_to_promotion_end"], 12, 2));
        Assert.Equal("Pays 12.5 a month.", FeatureSentence.Of(features["price_per_month"], 1250, 2));
        Assert.Equal("Pays 12.5 a month for gold.", FeatureSentence.Of(features["price: gold"], 1250, 2));
        Assert.Equal("The balance is 0.4 times its highest of the last year.", FeatureSentence.Of(features["balance_against_peak_12m"], 0.4, 2));
        Assert.Null(FeatureSentence.Of(features["days_to_promotion_end"], double.NaN, 2));
        Assert.Null(FeatureSentence.Of(features["Age"], 40, 2));
        Assert.Equal((FeatureUse.Unspoken, FeatureUse.AuditOnly, FeatureUse.Decisions),
            (features["Age"].Use, features["Gender Code"].Use, features["Average Usage"].Use));
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_told_apart()
    {
        var names = new FeatureCatalogue(new FeaturePlan { Numbers = ["Balance", "BALANCE"] }).Features.Select(f => f.Name).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("Balance (2)", names);
        Assert.Contains("BALANCE (3)", names);
    }

    [Fact]
    public void A_level_that_few_customers_have_and_a_column_of_numbers_of_customers_become_no_feature()
    {
        var codes = new Codes();
        var survey = new FeatureSurvey();
        for (var i = 0; i < 200; i++)
            survey.Add(Customer(codes, i, i == 0 ? "rare" : i % 2 == 0 ? "two year" : "monthly"), []);
        var plan = survey.Plan(RandomHistories.Business, new HashSet<string>());
        Assert.Equal(["monthly", "two year"], plan.Levels.Select(l => l.Level));
        Assert.Empty(plan.Numbers);
        Assert.Equal(["row"], survey.Identifiers);
    }

    static History Customer(Codes codes, int i, string contract) => new()
    {
        Customer = $"c{i}",
        Codes = codes,
        Attributes = new PartyAttribute[]
        {
            new(default, Known.Since(default), codes.Of("contract"), codes.Of(contract), double.NaN),
            new(default, Known.Since(default), codes.Of("row"), Code.None, i),
        },
    };

    internal static FeatureCatalogue Catalogue(RandomHistories random)
    {
        var survey = new FeatureSurvey();
        for (var i = 0; i < 100; i++)
        {
            var history = random.Next($"s{i}");
            survey.Add(history, Lives.Of(history, RandomHistories.Business, End));
        }

        return new FeatureCatalogue(survey.Plan(RandomHistories.Business, new HashSet<string>()));
    }

    internal static double[]? Row(FeatureCatalogue catalogue, History history, Day cutoff)
    {
        if (Window.LifeAt(history, RandomHistories.Business, cutoff) is not { } life) return null;
        var row = new double[catalogue.Features.Count];
        catalogue.Fold(history.AsOf(cutoff.Start), life, cutoff, row);
        return row;
    }
}
