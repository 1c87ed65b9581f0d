using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;

namespace Holdfast.Tests.Segment;

/// <summary>Small histories written by hand.</summary>
static class Samples
{
    public static readonly Day Today = Day.From(2026, 11, 1);

    public static Business Business { get; } = new()
    {
        Name = "Test bank",
        Churn = [new ChurnDefinition { Kind = ChurnKind.Closed }],
        StickyProducts = ["card", "bill_payment"],
    };

    public static Life Life(int tenureDays, int number = 1) => new(
        Today - tenureDays, null, null, Leaving.None, number > 1 ? Origin.WonBack : Origin.Acquired, Code.None, Code.None, Code.None, Code.None, null, number);

    public static CustomerState State(string customer = "c", int tenureDays = 1000) =>
        new() { Customer = customer, AsOf = Today, Life = Life(tenureDays) };

    public static CustomerScore Score(string customer = "c", double churn = 0.05, long value = 100_000, double medianMonths = 60) => new(
        customer, 1000, churn, churn / 2, Math.Min(1, churn * 2), churn / 3, medianMonths, 5_000, value, (long)(churn * value), []);

    public static Placing Placing(CustomerState state, CustomerScore? score, double earlierMedian = double.NaN) =>
        new(new CustomerLookup { State = state, Score = score }, earlierMedian);

    public static Known Known(Day day) => Holdfast.Retention.Facts.Known.Since(day.Start);

    public static Event Event(Codes codes, Day day, string kind, bool byCustomer = true) =>
        new(day.Start, Known(day), codes.Of(kind), Code.None, -1, 0, 0, Code.None, Code.None, byCustomer);

    public static Position Position(Day month, long revenue, int agreement = -1, long arrears = 0) =>
        new(month, Known(month.AddMonths(1) - 1), agreement, 0, 0, revenue, 0, 0, arrears);

    public static Agreement Agreement(Codes codes, int number, string product, Day started) => new(
        Known(started), number, "a" + number, codes.Of(product), Bond.Rolling, started, null, Code.None, null, null, null, 0, 0, Code.None);
}
