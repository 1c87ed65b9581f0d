using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Where a customer stands in a week: all that the next week depends on, so that a copy of it can be lived on.</summary>
public struct Standing
{
    /// <summary>First day of the week that comes next.</summary>
    public Day Today { get; set; }

    /// <summary>Weeks as a customer.</summary>
    public double TenureWeeks { get; set; }

    /// <summary>How formed the habit of using this bank is, 0..1.</summary>
    public double Habit { get; set; }

    /// <summary>
    /// What is left of the customer's threshold: each week's hazard is taken off it, and below 0 the decision to leave is made. An
    /// exponential threshold of mean 1 is the same as a draw each week, and ties one life to one number whatever happens in it.
    /// </summary>
    public double Patience { get; set; }

    /// <summary>Whether the customer has asked not to be contacted.</summary>
    public bool Objected { get; set; }

    /// <summary>Discontent left by incidents, complaints, moves and people who left; adds to the log hazard and fades.</summary>
    public double Discontent { get; set; }

    /// <summary>The part of the discontent that a move brought; fades with it.</summary>
    public double ByMove { get; set; }

    /// <summary>The part of the discontent that a lost salary brought; fades with it.</summary>
    public double BySalary { get; set; }

    /// <summary>Pull of a rival's offer; adds to the log hazard and fades.</summary>
    public double Rival { get; set; }

    /// <summary>What a higher price does since a promotion ended or prices rose; adds to the log hazard and fades.</summary>
    public double PriceShock { get; set; }

    /// <summary>Weariness of being contacted; adds to the log hazard and fades.</summary>
    public double Weariness { get; set; }

    /// <summary>What the bank's actions did; adds to the log hazard and fades.</summary>
    public double Treated { get; set; }

    /// <summary>Share of the usual balance that is kept elsewhere, 0..1.</summary>
    public double Drained { get; set; }

    /// <summary>Months in arrears, 0 and up.</summary>
    public double Arrears { get; set; }

    /// <summary>Whether the salary comes in here.</summary>
    public bool Salary { get; set; }

    /// <summary>Whether the introductory price still holds.</summary>
    public bool Promoted { get; set; }

    /// <summary>Services held, a bit for each <see cref="Facility"/>.</summary>
    public int Services { get; set; }

    /// <summary>Package, 0 to 2.</summary>
    public int Package { get; set; }

    /// <summary>Weeks the fee stays waived.</summary>
    public int WaivedWeeks { get; set; }

    /// <summary>How it will end or has ended; <see cref="Ending.None"/> while the customer has not decided.</summary>
    public Ending Ending { get; set; }

    /// <summary>First day no longer a customer where an end is decided.</summary>
    public Day Leaves { get; set; }

    /// <summary>Whether a service is held.</summary>
    public readonly bool Has(Facility service) => (Services & (1 << (int)service)) != 0;

    /// <summary>Sticky services held, 0 to 3.</summary>
    public readonly int StickyServices => System.Numerics.BitOperations.PopCount((uint)Services & 7);
}

/// <summary>One thing that happened to a customer.</summary>
/// <param name="Day">When.</param>
/// <param name="What">What.</param>
/// <param name="Detail">More of it, see <see cref="Happening"/>.</param>
public readonly record struct Moment(Day Day, Happening What, int Detail);

/// <summary>One contact by the bank, as a number that a <see cref="Moment"/> can carry.</summary>
/// <param name="Action">What was said.</param>
/// <param name="Reached">Whether the customer was reached.</param>
/// <param name="Taken">Whether the offer was taken.</param>
/// <param name="Drive">Which campaign it belongs to.</param>
/// <param name="Objected">Whether the customer objected to being contacted.</param>
/// <param name="Tone">How the customer sounded.</param>
public readonly record struct Approach(BankAction Action, bool Reached, bool Taken, Drive Drive, bool Objected = false, Tone Tone = Tone.Untold)
{
    /// <summary>The contact as a number.</summary>
    public int Packed => (int)Action | (Reached ? 32 : 0) | (Taken ? 64 : 0) | (Objected ? 128 : 0) | ((int)Drive << 8) | ((int)Tone << 12);

    /// <summary>The contact of a number.</summary>
    public static Approach Of(int packed) =>
        new((BankAction)(packed & 31), (packed & 32) != 0, (packed & 64) != 0, (Drive)((packed >> 8) & 15), (packed & 128) != 0, (Tone)(packed >> 12));
}

/// <summary>Why the bank made contact.</summary>
public enum Drive
{
    /// <summary>Everyday selling and serving.</summary>
    Everyday,

    /// <summary>An offer made to somebody who asked how to close.</summary>
    Inbound,

    /// <summary>The welcome of the first weeks.</summary>
    Welcome,

    /// <summary>The randomised retention campaign.</summary>
    Randomised,

    /// <summary>The retention campaign whose customers were picked by risk.</summary>
    Picked,

    /// <summary>Decided by the loop and carried out.</summary>
    Decided,
}
