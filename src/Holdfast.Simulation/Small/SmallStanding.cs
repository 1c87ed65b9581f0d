using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>Where a customer of a small world stands in a week: all that the next week depends on.</summary>
struct SmallStanding
{
    /// <summary>First day of the week that comes next.</summary>
    public Day Today { get; set; }

    /// <summary>Weeks as a customer.</summary>
    public double TenureWeeks { get; set; }

    /// <summary>How formed the habit is, 0..1.</summary>
    public double Habit { get; set; }

    /// <summary>Discontent left by incidents and complaints; adds to the log hazard and fades, as do the next four.</summary>
    public double Discontent { get; set; }

    /// <summary>Pull of a rival's offer.</summary>
    public double Rival { get; set; }

    /// <summary>What a higher price does since a promotion ended or prices rose.</summary>
    public double PriceShock { get; set; }

    /// <summary>Weariness of being contacted.</summary>
    public double Weariness { get; set; }

    /// <summary>What the business's actions did.</summary>
    public double Treated { get; set; }

    /// <summary>Whether a sticky product is held.</summary>
    public bool Sticky { get; set; }

    /// <summary>Margin a month from what was sold later, minor units.</summary>
    public long Sold { get; set; }

    /// <summary>Whether the first price still holds.</summary>
    public bool Promoted { get; set; }

    /// <summary>First day after the running term; null where the agreement rolls or there is none.</summary>
    public Day? TermEnds { get; set; }

    /// <summary>First day no longer a customer where that is decided.</summary>
    public Day? Leaves { get; set; }

    /// <summary>Whether a rival's offer or price decided it: the number is carried over.</summary>
    public bool ToRival { get; set; }
}
