using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>
/// A small sample business: a few hundred customers over three years, enough to take a workspace template from its sources to a
/// report. Customers live month by month; what they do falls off before they leave, and promotions, terms, complaints, price rises
/// and a randomised retention call change their hazard.
/// </summary>
public static class SmallWorld
{
    /// <summary>First day of the sample.</summary>
    public static Day First { get; } = Day.From(2023, 1, 1);

    /// <summary>First day after the sample.</summary>
    public static Day End { get; } = Day.From(2026, 1, 1);

    /// <summary>Makes the files of a trade.</summary>
    /// <param name="trade">How the business works.</param>
    /// <param name="customers">Number of customers, at least 1.</param>
    /// <param name="seed">Seed; the same seed gives the same files.</param>
    public static IReadOnlyList<SampleFile> Make(SmallTrade trade, int customers, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(trade);
        ArgumentOutOfRangeException.ThrowIfLessThan(customers, 1);
        var tables = new SmallTables();
        var random = new RandomStream(seed).Split(trade.Name);
        for (var i = 1; i <= customers; i++)
        {
            new SmallLife(trade, tables, random.Split((ulong)i), $"C{i:00000}").Live();
        }

        return tables.Files(trade);
    }
}

/// <summary>The tables of the sample.</summary>
sealed class SmallTables
{
    public SampleTable Customers { get; } = new("customers.csv", "customer", "name", "born", "language", "region", "joined", "left", "acquired_by", "phone", "email");

    public SampleTable Agreements { get; } = new("agreements.csv", "agreement", "customer", "product", "started", "ended", "reason", "replaced_by", "promotion_ends", "term_ends", "price");

    public SampleTable Statements { get; } = new("statements.csv", "customer", "agreement", "month", "balance", "limit", "revenue", "cost", "arrears");

    public SampleTable Activity { get; } = new("activity.csv", "customer", "at", "kind", "channel", "amount", "quantity", "by_customer");

    public SampleTable Contacts { get; } = new("contacts.csv", "contact", "customer", "at", "direction", "channel", "purpose", "action", "reached", "outcome", "cost");

    public SampleTable Surveys { get; } = new("surveys.csv", "customer", "at", "score", "comment", "language");

    public SampleTable Exits { get; } = new("exits.csv", "customer", "left", "reason", "words");

    public SampleTable Experiment { get; } = new("experiment.csv", "customer", "at", "experiment", "arm", "probability");

    public IReadOnlyList<SampleFile> Files(SmallTrade trade)
    {
        List<SampleTable> tables = [Customers, Activity, Contacts, Surveys, Experiment];
        if (trade.Products.Count > 0) tables.Add(Agreements);
        if (trade.Statements) tables.Add(Statements);
        if (trade.Reasons.Count > 0) tables.Add(Exits);
        return [.. tables.Select(table => table.File())];
    }
}
