using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Predict;

/// <summary>
/// Customers who live for two years: some fall quiet and complain, and those leave more often. A call held out at random keeps the quiet
/// ones and drives a few away.
/// </summary>
static class LivingCustomers
{
    public static Day Start { get; } = Day.From(2022, 1, 1);

    public static Day AsOf { get; } = Day.From(2024, 1, 1);

    public static Business Business { get; } = new()
    {
        Name = "test",
        Churn = [new ChurnDefinition { Kind = ChurnKind.Closed }],
        Costs = new Costs { MarginShareOfPrice = 0.5, ServePerMonth = 100 },
    };

    public static IReadOnlyList<RetentionAction> Actions { get; } =
    [
        new() { Id = "call", Name = "Call", Purpose = Purpose.Retain, Experiment = "calls" },
        new() { Id = "letter", Name = "Letter", Purpose = Purpose.Retain, AssumedChurnAvoided = 0.2 },
        new() { Id = "sale", Name = "Sale", Purpose = Purpose.CrossSell },
    ];

    public static List<History> Some(int customers, int seed)
    {
        var draw = new System.Random(seed);
        var codes = new Codes();
        return [.. Enumerable.Range(0, customers).Select(i => One($"c{i:00000}", draw, codes))];
    }

    static History One(string customer, System.Random draw, Codes codes)
    {
        var joined = Start + draw.Next(500);
        var (quietFrom, loyal) = (joined + draw.Next(60, 900), draw.NextDouble());
        var called = joined + draw.Next(120, 400);
        var isTreated = draw.Next(2) == 0;
        var events = new List<Event>();
        Day? left = null;
        for (var day = joined + 1; day < AsOf && left is null; day += 1)
        {
            var isQuiet = day >= quietFrom;
            if (draw.NextDouble() < (isQuiet ? 0.02 : 0.15)) events.Add(Event(day, codes.Of("card_payment"), codes));
            if (draw.NextDouble() < (isQuiet ? 0.004 : 0.001)) events.Add(Event(day, codes.Of("complaint"), codes));
            var hazard = (isQuiet ? 0.006 : 0.0006) * (0.4 + loyal);
            if (isTreated && day > called && day <= called + 90) hazard *= 0.3;
            if (draw.NextDouble() < hazard) left = day;
        }

        return new History
        {
            Customer = customer,
            Codes = codes,
            Spells = new[] { new Spell(Known.Since(joined.Start), joined, left, left is null ? Leaving.None : Leaving.Voluntary, Origin.Acquired, codes.Of("web"), null, Code.None, Code.None) },
            Agreements = new[] { new Agreement(Known.Since(joined.Start), 0, customer, codes.Of("card"), Bond.Rolling, joined, left, Code.None, null, null, null, 0, 2000, Code.None) },
            Attributes = new PartyAttribute[]
            {
                new(joined.Start, Known.Since(joined.Start), codes.Of("gender"), codes.Of(draw.Next(2) == 0 ? "f" : "m"), double.NaN),
                new(joined.Start, Known.Since(joined.Start), codes.Of("loyalty"), Code.None, loyal),
            },
            Assignments = called < AsOf && (left is null || called < left)
                ? new[] { new Assignment(called.Start, Known.Since(called.Start), codes.Of("calls"), codes.Of(isTreated ? "call" : "control"), 0.5) }
                : default,
            Events = events.ToArray(),
        };
    }

    static Event Event(Day day, Code kind, Codes codes) =>
        new(day.Start, Known.Since(day.Start), kind, codes.Of("app"), -1, 100, 1, Code.None, Code.None, true);
}
