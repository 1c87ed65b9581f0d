using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank.Aims;

/// <summary>Counts what makes real data dirty.</summary>
sealed class Dirt(World world)
{
    public long Bookings { get; private set; }

    public long Twice { get; private set; }

    public long Late { get; private set; }

    public long Reversed { get; private set; }

    public int ByClerk { get; private set; }

    public int CodedOther { get; private set; }

    public int Closed { get; private set; }

    public int AtMonthEnd { get; private set; }

    public int Migrated { get; private set; }

    public int WrongFirstDay { get; private set; }

    public int Bought { get; private set; }

    public int Merged { get; private set; }

    public void Add(SimulatedCustomer customer)
    {
        foreach (var row in customer.Rows.Transactions)
        {
            if (row.Day < world.Settings.FirstDay || row.Day + row.Late > world.Settings.LastDay) continue;
            Bookings++;
            if (row.Twice) Twice++;
            if (row.Late > 0) Late++;
            if (row.Kind == Booking.Reversal) Reversed++;
        }

        foreach (var row in customer.Rows.Exits)
        {
            if (!row.ByClerk || row.Reason >= ExitCode.Death) continue;
            ByClerk++;
            if (row.Reason == ExitCode.Other) CodedOther++;
        }

        foreach (var spell in customer.Spells)
        {
            if (spell.Ending != Ending.Closed) continue;
            Closed++;
            if (spell.Until == spell.Until.MonthStart) AtMonthEnd++;
        }

        AddOrigin(customer);
    }

    void AddOrigin(SimulatedCustomer customer)
    {
        var first = customer.Rows.Relationships[0];
        if (first.Origin == Origin.Migrated) Migrated++;
        if (first.Origin == Origin.Migrated && first.Opened != customer.Traits.Joined) WrongFirstDay++;
        if (first.Origin == Origin.Bought) Bought++;
        if (customer.Rows.Relationships.Any(r => r.Branch != first.Branch)) Merged++;
    }
}
