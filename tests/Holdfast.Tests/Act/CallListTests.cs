using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;
using Holdfast.Tests.Decide;
using Holdfast.Tests.Segment;

namespace Holdfast.Tests.Act;

public sealed class CallListTests
{
    static readonly RetentionAction Waiver = Bank.Waiver with
    {
        Offer = new Dictionary<string, string> { ["en"] = "Three months free", ["fa"] = "سه ماه رایگان" },
        Script = new Dictionary<string, string> { ["default"] = "Ask how we can help.", ["default.fa"] = "بپرسید", ["complaint"] = "Say sorry first.", ["fee"] = "Explain the fee." },
    };

    static Treated Treated(string id = "c", string? name = "Ann", string? language = "en", long atStake = 123_456, params ScoreReason[] reasons)
    {
        var customer = Bank.Customer(LifecycleStage.LastThird, id: id);
        customer = customer with
        {
            Setting = customer.Setting with { Actions = [Waiver, Bank.ActivateCard, Bank.SellSavings] },
            Score = customer.Score with { ValueAtRisk = atStake, Reasons = reasons },
            State = customer.State with
            {
                Party = new Party(default, default, PartyKind.Person, name, null, language, null, null, null, null),
                Reaches = [.. customer.State.Reaches, new Reach("letter", "1 Road", false, true, false), new Reach("sms", "2", false, false, true)],
            },
        };
        return new Treated(customer, new Decision(id, Waiver.Id, "phone", Arm.Treatment, 0.9, 500, 100, 10, []), "Main Street");
    }

    static CallListEntry Entry(Treated treated) => Assert.Single(CallList.Of([treated]));

    static ScoreReason Reason(string feature, string sentence, double contribution = 1) => new(feature, 1, contribution, sentence);

    [Fact]
    public void Gives_reason_script_offer_ways_value_deadline_and_owner()
    {
        var entry = Entry(Treated(reasons: Reason("complaints_90d", "Complained twice in the last 90 days.")));
        Assert.Equal("Complained twice in the last 90 days.", entry.Reason);
        Assert.Equal("Say sorry first.", entry.Script);
        Assert.Equal(("Three months free", "en", "ltr"), (entry.Offer, entry.OfferLanguage, entry.Direction));
        Assert.Equal([new WayToReach("phone", "+1 555"), new WayToReach("email", "a@b.c"), new WayToReach("app", "x")], entry.Ways);
        Assert.Equal(120_000, entry.ValueAtStakeMinor);
        Assert.Equal((Bank.Today + 7).ToString(), entry.Deadline);
        Assert.Equal("Main Street", entry.Owner);
    }

    [Theory]
    [InlineData("fa", "fa", "rtl")]
    [InlineData("fa-AF", "fa", "rtl")]
    [InlineData("hy", "en", "ltr")]
    [InlineData(null, "en", "ltr")]
    public void The_offer_is_in_the_customers_language_or_falls_back(string? language, string offerLanguage, string direction)
    {
        var entry = Entry(Treated(language: language));
        Assert.Equal((offerLanguage, direction), (entry.OfferLanguage, entry.Direction));
        Assert.Equal(language ?? "en", entry.Language);
        Assert.Equal(offerLanguage == "fa" ? "بپرسید" : "Ask how we can help.", entry.Script);
    }

    [Theory]
    [InlineData("credit_risk", "Risk band is C.")]
    [InlineData("p", "Probability of leaving is 34 %.")]
    [InlineData("x", "The churn score is high.")]
    [InlineData("arrears", "Is 40 days overdue.")]
    [InlineData("debt_ratio", "Owes more than before.")]
    [InlineData("illness", "Is ill.")]
    [InlineData("deaths_in_household", "A death in the household.")]
    [InlineData("ethnicity", "Is Armenian.")]
    [InlineData("gender", "Gender is Female.")]
    [InlineData("marital_status", "Is divorced.")]
    [InlineData("age", "Is 71 years old.")]
    public void No_score_no_model_word_and_nothing_private_is_ever_a_reason(string feature, string sentence)
    {
        var entry = Entry(Treated(reasons: [Reason(feature, sentence), Reason("logins", "Logs in less often than before.", 0.1)]));
        Assert.Equal("Logs in less often than before.", entry.Reason);
        entry = Entry(Treated(reasons: Reason(feature, sentence)));
        Assert.Equal("With us for 32 months: ask whether all is well.", entry.Reason);
        Assert.Equal("Ask how we can help.", entry.Script);
    }

    [Theory]
    [InlineData("pages_seen", "Looks at fewer pages.")]
    [InlineData("bills", "Pays fewer bills through us.")]
    [InlineData("usage", "Uses the card 40 % less than in the quarter before.")]
    [InlineData("traces", "The last salary came 60 days ago.")]
    public void Harmless_words_are_not_taken_for_private_ones(string feature, string sentence) =>
        Assert.Equal(sentence, Entry(Treated(reasons: Reason(feature, sentence))).Reason);

    [Fact]
    public void Reasons_that_speak_for_staying_are_no_reasons_to_call() =>
        Assert.StartsWith("With us for", Entry(Treated(reasons: Reason("logins", "Logs in daily.", -1))).Reason, StringComparison.Ordinal);

    [Fact]
    public void The_highest_value_at_stake_stands_first_and_equals_go_by_id()
    {
        var list = CallList.Of([Treated("b", atStake: 100), Treated("c", atStake: 9_000), Treated("a", atStake: 100)]);
        Assert.Equal(["c", "a", "b"], list.Select(entry => entry.Customer));
        Assert.Equal([1, 2, 3], list.Select(entry => entry.Number));
    }

    [Fact]
    public void A_held_out_customer_can_not_come_on_the_list()
    {
        var treated = Treated();
        Assert.Throws<ArgumentException>(() => CallList.Of([treated with { Decision = treated.Decision with { Arm = Arm.Control } }]));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    [InlineData("+1+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1+1")]
    [InlineData("\r\n=1+1")]
    [InlineData("  =1+1")]
    [InlineData("Ann;=cmd|' /C calc'!A0")]
    [InlineData("＝1+1")]
    [InlineData("\u202e=1+1")]
    [InlineData("\ufeff=1+1")]
    [InlineData("\u00a0=1+1")]
    public void No_hostile_name_becomes_a_formula(string name)
    {
        var csv = CallListCsv.Of(CallList.Of([Treated(name: name)]), Samples.Business);
        foreach (var separator in new[] { ',', ';', '\t', '|' })
        {
            foreach (var cell in Cells(csv, separator))
            {
                var begin = cell.TrimStart(' ', '\u00a0', '"');
                Assert.False(begin.Length > 0 && "=+-@＝".Contains(begin[0], StringComparison.Ordinal), $"{separator}: {cell}");
            }
        }
    }

    /// <summary>Cells as a forgiving spreadsheet reads them: quotes are honoured where they begin a cell.</summary>
    static IEnumerable<string> Cells(string csv, char separator)
    {
        var (cell, quoted) = ("", false);
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (c == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (!quoted && (c == separator || c is '\r' or '\n'))
            {
                yield return cell;
                cell = "";
            }
            else cell += c;
        }

        yield return cell;
    }

    [Fact]
    public void A_quoted_name_and_every_script_survive_the_file()
    {
        var csv = CallListCsv.Of(CallList.Of([Treated(name: "Ann \"Bob\", Ltd"), Treated("d", "گلناز محمدی", "fa")]), Samples.Business);
        var lines = csv.Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.Contains("\"Ann \"\"Bob\"\", Ltd\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"گلناز محمدی\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"1200\",\"USD\"", csv, StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
    }
}
