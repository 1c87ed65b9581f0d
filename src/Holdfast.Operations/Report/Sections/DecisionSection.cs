using System.Text.RegularExpressions;
using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Decide;

namespace Holdfast.Operations.Report.Sections;

/// <summary>What is to be done (D1 to D15): actions, limits, and what every rule costs.</summary>
static partial class DecisionSection
{
    public static Section Of(PlanReport plan, IReadOnlyDictionary<string, string> names, Money money)
    {
        var body = new SectionBody();
        body.Answer($"Of {Figures.Count(plan.Funnel.Customers)} customers, {Figures.Count(plan.Funnel.Permitted)} may be offered something under the policy, for {Figures.Count(plan.Funnel.Worthwhile)} it is worth more than it costs, "
            + $"{Figures.Count(plan.Funnel.Chosen)} fit the limits and {Figures.Count(plan.Funnel.Treated)} are to be contacted; {Figures.Count(plan.Control.Customers)} are held out to measure what the actions change. "
            + $"The plan is expected to add {money.Of(plan.Margin)} of margin; no other plan under the same rules and limits can add more than {Figures.Percent(plan.Gap, 3)} on top.");
        if (plan.Decisions.Count > 0)
        {
            body.Picture(BarChart.Draw([.. plan.Decisions.Select(d => new Bar(names.GetValueOrDefault(d.Action, d.Action), d.Customers, $"{Figures.Count(d.Customers)} · {money.Of(d.Margin)}"))], "Customers by decided action"));
            body.Note("Customers and expected incremental margin, those held out included.");
        }

        body.Heading("Limits");
        body.Table([new("limit"), new("allowed", true), new("allocated", true), new("used by the treated", true), new("one more would add", true)],
        [
            ["budget", money.OrNone(plan.Budget.Limit), money.Of(plan.Budget.Allocated), money.Of(plan.Budget.Used), $"{Figures.Number(plan.DualPrices.Budget, 2)} per unit of money"],
            ["staff minutes", plan.Capacity.Limit is { } minutes ? Figures.Count(minutes) : "–", Figures.Count(plan.Capacity.Allocated), Figures.Count(plan.Capacity.Used), $"{money.Of(plan.DualPrices.StaffMinute)} per minute"],
        ]);
        body.Heading("What the rules refused, and what that costs");
        body.Table([new("rule"), new("customers", true), new("only refuser of the best action", true), new("margin forgone", true)],
            plan.Refusals.Select(r => (IReadOnlyList<string>)[Sentence(r.Rule), Figures.Count(r.Customers), Figures.Count(r.OnlyRefuser), money.Of(r.PriceMinor)]));
        body.Note("Margin forgone counts, per customer, the best action stopped by this rule alone against the best permitted one, before budget and capacity.");
        return new Section("decisions", "Decisions", "What is to be done, and what does each rule cost?", body.ToString());
    }

    static string Sentence(string rule)
    {
        var words = Capitals().Replace(rule, " $1").Trim().ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Capitals();
}
