namespace Holdfast.Simulation.Bank.Aims;

/// <summary>One customer on the day after the last day: what requirements ask about.</summary>
/// <param name="World">The world.</param>
/// <param name="Customer">The customer.</param>
readonly record struct Sighting(World World, SimulatedCustomer Customer)
{
    /// <summary>Churn probability above which a customer counts as at risk: about twice the mean.</summary>
    const double AtRiskAbove = 0.06;

    public Traits Traits => Customer.Traits;

    public Standing Last => Customer.Last;

    public Truth Truth => Customer.Truth;

    public CustomerRows Rows => Customer.Rows;

    public bool IsHere => Truth.State == TrueState.Here;

    public bool IsNewcomer => Traits.Joined >= World.Settings.FirstDay;

    public bool IsAtRisk => IsHere && Truth.Churn90 > AtRiskAbove;

    public bool IsTroubled => IsHere && Last.Discontent + Last.PriceShock + Last.Rival > 0.4;

    public double TenureDays => World.Settings.LastDay - Traits.Joined;

    /// <summary>Services not held.</summary>
    public bool Lacks(Facility service) => IsHere && !Last.Has(service);

    /// <summary>Whether a relationship ended in one of these ways.</summary>
    public bool Ended(params ReadOnlySpan<Ending> ways)
    {
        foreach (var spell in Customer.Spells)
        {
            if (ways.Contains(spell.Ending)) return true;
        }

        return false;
    }

    /// <summary>Whether the customer left by choice in the last days.</summary>
    public bool LeftWithin(int days)
    {
        foreach (var spell in Customer.Spells)
        {
            if (spell.Ending is (Ending.Closed or Ending.Silent) && World.Settings.LastDay + 1 - spell.Until is >= 0 and var ago && ago <= days) return true;
        }

        return false;
    }

    /// <summary>Whether the service log has one of these entries in the last days.</summary>
    public bool Logged(int days, params ReadOnlySpan<ServiceEntry> entries)
    {
        var since = World.Settings.LastDay - days;
        foreach (var row in Rows.Service)
        {
            if (row.Day > since && row.Day <= World.Settings.LastDay && entries.Contains(row.Entry)) return true;
        }

        return false;
    }

    /// <summary>Whether there was a contact of this kind in the last days.</summary>
    public bool Contacted(int days, Func<Approach, bool> isSuch)
    {
        var since = World.Settings.LastDay - days;
        foreach (var row in Rows.Contacts)
        {
            if (row.Day > since && row.Day <= World.Settings.LastDay && isSuch(row.Approach)) return true;
        }

        return false;
    }

    /// <summary>Whether there was a booking of this kind in the last days.</summary>
    public bool Booked(int days, Booking kind)
    {
        var since = World.Settings.LastDay - days;
        foreach (var row in Rows.Transactions)
        {
            if (row.Kind == kind && row.Day > since && row.Day <= World.Settings.LastDay) return true;
        }

        return false;
    }

    /// <summary>Whether an answer to a survey or the words of a complaint fit.</summary>
    public bool Said(int days, Func<SurveyRow, bool> isSuch)
    {
        var since = World.Settings.LastDay - days;
        foreach (var row in Rows.Surveys)
        {
            if (row.Day > since && row.Day <= World.Settings.LastDay && isSuch(row)) return true;
        }

        return false;
    }

    /// <summary>Margin of the last twelve months told, minor units.</summary>
    public long MarginOfYear()
    {
        var closes = (World.Settings.LastDay + 1).MonthStart;
        long sum = 0;
        foreach (var row in Rows.Balances)
        {
            if (row.Month >= closes.AddMonths(-12) && row.Month < closes) sum += row.Revenue - row.Cost - row.CreditLoss;
        }

        return sum;
    }
}
