namespace Holdfast.Simulation.Bank;

/// <summary>How likely a customer is to decide to leave, given what the customer is like and where things stand.</summary>
public static class Hazard
{
    /// <summary>What holding one sticky service really does to the hazard: a factor of 0.85.</summary>
    public const double StickyFactor = 0.85;

    /// <summary>What a formed habit takes off the log hazard.</summary>
    public const double HabitWeight = 0.34;

    const double Level = -6.24;
    static readonly double LogSticky = Math.Log(StickyFactor);

    /// <summary>Hazard of deciding to leave, per week, 0..0.5.</summary>
    /// <remarks>
    /// A log-linear hazard: loyalty, a habit not formed, disappointment of the first months, discontent, a rival's pull, the shock
    /// of a higher price, weariness of contacts, salary elsewhere, sticky services, and what the bank's actions did.
    /// </remarks>
    public static double PerWeek(Traits traits, in Standing now) =>
        Math.Min(0.5, Math.Exp(Log(traits, now)));

    /// <summary>Natural logarithm of the hazard of deciding to leave, per week.</summary>
    public static double Log(Traits traits, in Standing now) =>
        Level - 0.75 * traits.Loyalty + HabitWeight * (1 - now.Habit)
        + traits.Misfit * Math.Exp(-now.TenureWeeks / 4.0)
        + now.Discontent + now.Rival + now.PriceShock + now.Weariness + now.Treated
        + (now.Salary ? -0.2 : 0.25) + LogSticky * now.StickyServices;

    /// <summary>Rate of dying per week at an age in years (Gompertz).</summary>
    public static double DeathPerWeek(double age) => 0.00004 / 52 * Math.Exp(0.085 * age);

    /// <summary>Rate of being charged off per week.</summary>
    public static double ChargeOffPerWeek(in Standing now) => now.Arrears > 2.5 ? 0.05 : 0;

    /// <summary>Rate of being closed by the bank per week: fraud, misuse.</summary>
    public const double ClosedByBankPerWeek = 0.0018 / 52;
}
