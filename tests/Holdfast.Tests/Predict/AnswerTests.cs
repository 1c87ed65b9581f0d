using Holdfast.Operations.Predict;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Tests.Predict;

public sealed class AnswerTests
{
    static readonly AnsweredActions Actions = new(
        new Dictionary<string, string?> { ["sale"] = "savings", ["call"] = null }, new HashSet<string> { "call" }, ["inclined", "accepted"]);

    static readonly Day Today = LivingCustomers.AsOf;

    [Fact]
    public void A_contact_is_answered_by_its_outcome_or_by_an_offer_of_its_day()
    {
        var codes = new Codes();
        var history = new History
        {
            Customer = "c",
            Codes = codes,
            Contacts = new[]
            {
                Contact(codes, Today - 300, "sale", "accepted"), Contact(codes, Today - 200, "sale", "declined"), Contact(codes, Today - 100, "call", "objected"),
                Contact(codes, Today - 90, "sale", ""), Contact(codes, Today - 80, "other", "accepted"), Contact(codes, Today - 5, "call", "accepted"),
            },
            Offers = new[] { new Offer(Known.Since((Today - 90).Start), codes.Of("sale"), Today - 90, Today - 88, true, null) },
        };
        Assert.Equal(
            [
                new PastAnswer("sale", Today - 300, true, true, false), new PastAnswer("sale", Today - 200, true, false, false) { Inclined = false },
                new PastAnswer("call", Today - 100, true, false, true), new PastAnswer("sale", Today - 90, true, true, false),
            ],
            PastAnswer.Of(history, Actions, Today));
    }

    [Fact]
    public void What_was_held_on_the_day_teaches_nothing_about_offering_it()
    {
        var codes = new Codes();
        var history = new History
        {
            Customer = "c",
            Codes = codes,
            Contacts = new[] { Contact(codes, Today - 300, "sale", "accepted"), Contact(codes, Today - 200, "sale", "declined") },
            Agreements = new[] { new Agreement(Known.Since((Today - 299).Start), 0, "a", codes.Of("savings"), Bond.Rolling, Today - 299, null, Code.None, null, null, null, 0, 0, Code.None) },
        };
        Assert.Equal([new PastAnswer("sale", Today - 300, true, true, false)], PastAnswer.Of(history, Actions, Today));
    }

    [Fact]
    public void How_a_customer_sounded_is_told_where_the_outcome_says_neither_taken_nor_objected()
    {
        var codes = new Codes();
        var history = new History
        {
            Customer = "c",
            Codes = codes,
            Contacts = new[]
            {
                Contact(codes, Today - 300, "sale", "inclined"), Contact(codes, Today - 250, "sale", "cut_short"), Contact(codes, Today - 200, "call", "undecided"),
                Contact(codes, Today - 150, "call", "objected"), Contact(codes, Today - 100, "call", "inclined") with { Reached = false },
            },
        };
        // A talk is taken by being had, however the customer sounded.
        Assert.Equal(
            [
                new PastAnswer("sale", Today - 300, true, false, false) { Inclined = true }, new PastAnswer("sale", Today - 250, true, false, false) { Inclined = false, CutShort = true },
                new PastAnswer("call", Today - 200, true, true, false) { Inclined = false }, new PastAnswer("call", Today - 150, true, false, true),
                new PastAnswer("call", Today - 100, false, false, false),
            ],
            PastAnswer.Of(history, Actions, Today));
    }

    [Fact]
    public void Who_sounds_inclined_is_learned_from_past_contacts_and_without_such_outcomes_all_are_alike()
    {
        var draw = new System.Random(11);
        var histories = LivingCustomers.Some(900, 11).Select(history => Noted(history, draw)).ToList();
        var (learned, told, loyalty) = Learned(histories);
        Assert.InRange(learned.Models.Inclined!.Value, 0.7, 1);
        var loyal = told.Where(row => row[loyalty] > 0.5).Average(row => learned.Of(row)[0].Lean);
        var others = told.Where(row => row[loyalty] <= 0.5).Average(row => learned.Of(row)[0].Lean);
        Assert.InRange(loyal, 1.4, 2.2);
        Assert.InRange(others, 0, 0.5);

        var (silent, same, _) = Learned([.. LivingCustomers.Some(900, 5).Select(history => Contacted(history, draw))]);
        Assert.Null(silent.Models.Inclined);
        Assert.All(same, row => Assert.Equal(1, silent.Of(row)[0].Lean));
    }

    [Fact]
    public void The_catalogue_counts_as_thirty_contacts()
    {
        Assert.Equal(0.1, new AnswerRates(0, 0, 0, 0.1).TakeRate);
        // 30 x 0.1 + 6 of 30 + 60.
        Assert.Equal(0.1, new AnswerRates(60, 40, 6, 0.1).TakeRate, 9);
        Assert.Equal(9 / (40 + 30 * 0.5), new AnswerRates(60, 40, 6, 0.1).TakeRateOfReached(0.5), 9);
    }

    [Fact]
    public void Who_takes_and_who_objects_is_learned_from_past_contacts()
    {
        var draw = new System.Random(5);
        var histories = LivingCustomers.Some(900, 5).Select(history => Contacted(history, draw)).ToList();
        var (learned, told, loyalty) = Learned(histories);
        Assert.InRange(learned.Models.Taken!.Value, 0.7, 1);

        // Loyal customers take what others refuse, and the others object.
        var loyal = told.Where(row => row[loyalty] > 0.5).Select(learned.Of).ToList();
        var others = told.Where(row => row[loyalty] <= 0.5).Select(learned.Of).ToList();
        Assert.InRange(loyal.Average(answer => answer[2].Taken), 0.4, 0.55);
        Assert.InRange(others.Average(answer => answer[2].Taken), 0.01, 0.1);
        // Who objects is learned from how customers deal with us, which here tells little: whoever objected before is the likelier to do it again.
        Assert.True(others.Average(answer => answer[2].Objection!.Value) > loyal.Average(answer => answer[2].Objection!.Value));
        // The letter was never sent: its rate stays the catalogue's.
        Assert.InRange(loyal.Average(answer => answer[1].Taken), 0.08, 0.12);
    }

    /// <summary>Half of the customers take the sale and refuse the letter, the others the other way round: together they tell nothing.</summary>
    [Fact]
    public void Each_action_has_its_own_takers()
    {
        var draw = new System.Random(7);
        var histories = LivingCustomers.Some(900, 7).Select(history => OfferedBoth(history, draw)).ToList();
        var (learned, told, loyalty) = Learned(histories);
        var loyal = told.Where(row => row[loyalty] > 0.5).Select(learned.Of).ToList();
        var others = told.Where(row => row[loyalty] <= 0.5).Select(learned.Of).ToList();
        Assert.InRange(loyal.Average(answer => answer[2].Taken), 0.35, 0.5);
        Assert.InRange(others.Average(answer => answer[2].Taken), 0.02, 0.15);
        Assert.InRange(loyal.Average(answer => answer[1].Taken), 0.02, 0.15);
        Assert.InRange(others.Average(answer => answer[1].Taken), 0.35, 0.5);
    }

    static (AnswerEstimates Learned, List<double[]> Told, int Loyalty) Learned(List<History> histories)
    {
        var input = new PredictionInput(() => histories, LivingCustomers.Business, LivingCustomers.Actions, new HashSet<string>(), Today, 1);
        var survey = DataSurvey.Of(input, CancellationToken.None);
        var catalogue = new FeatureCatalogue(survey.Plan);
        var rows = new AnswerRows(input, catalogue.Features.Count, survey.Contacts);
        for (var i = 0; i < histories.Count; i++) rows.Add(histories[i], input, catalogue, (i, i % 10, new double[catalogue.Features.Count]));
        var told = Enumerable.Range(0, rows.Table.Count).Select(i => Array.ConvertAll(rows.Table.Row(i).ToArray(), value => (double)value)).ToList();
        return (new AnswerEstimates(input, catalogue, rows, CancellationToken.None), told, catalogue.Features.ToList().FindIndex(feature => feature.Name == "loyalty"));
    }

    static History Noted(History history, System.Random draw)
    {
        var loyal = history.Attributes.Span[1].Number > 0.5;
        var contacts = new List<Contact>();
        for (var day = LivingCustomers.Start + draw.Next(100, 300); day < Today - 20; day += draw.Next(150, 300))
            contacts.Add(Contact(history.Codes, day, "sale", draw.NextDouble() < (loyal ? 0.6 : 0.1) ? "inclined" : "not_interested"));
        return history with { Contacts = contacts.ToArray() };
    }

    static History OfferedBoth(History history, System.Random draw)
    {
        var loyal = history.Attributes.Span[1].Number > 0.5;
        var contacts = new List<Contact>();
        for (var day = LivingCustomers.Start + draw.Next(100, 200); day < Today - 20; day += draw.Next(80, 160))
        {
            var isSale = draw.Next(2) == 0;
            var outcome = draw.NextDouble() < (loyal == isSale ? 0.5 : 0.05) ? "accepted" : "declined";
            contacts.Add(Contact(history.Codes, day, isSale ? "sale" : "letter", outcome) with { Reached = draw.NextDouble() < 0.9 });
        }

        return history with { Contacts = contacts.ToArray() };
    }

    static History Contacted(History history, System.Random draw)
    {
        var loyal = history.Attributes.Span[1].Number;
        var contacts = new List<Contact>();
        for (var day = LivingCustomers.Start + draw.Next(100, 300); day < Today - 20; day += draw.Next(150, 300))
        {
            var outcome = draw.NextDouble() < (loyal > 0.5 ? 0.6 : 0.05) ? "accepted" : draw.NextDouble() < (loyal > 0.5 ? 0.02 : 0.3) ? "objected" : "declined";
            contacts.Add(Contact(history.Codes, day, "sale", outcome) with { Reached = draw.NextDouble() < 0.8 });
        }

        return history with { Contacts = contacts.ToArray() };
    }

    static Contact Contact(Codes codes, Day day, string action, string outcome) => new(
        day.Start, Known.Since(day.Start), false, codes.Of("phone"), codes.Of("cross_sell"), codes.Of(action), 1, true, outcome.Length == 0 ? Code.None : codes.Of(outcome), 0);
}
