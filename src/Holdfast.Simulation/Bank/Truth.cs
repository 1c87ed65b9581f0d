namespace Holdfast.Simulation.Bank;

/// <summary>What is true of a customer on the day after the last day; no system of the bank holds it.</summary>
/// <param name="State">Where the customer stands.</param>
/// <param name="Response">Response to contact.</param>
/// <param name="HazardPerMonth">Probability of deciding to leave within a month, as things stand, 0..1.</param>
/// <param name="Churn90">Probability of leaving voluntarily in days 7 to 96 from the day after the last day, 0..1.</param>
/// <param name="Value">Expected margin of the next 24 months, discounted at 10 % a year, minor units.</param>
/// <param name="Leaves90">Whether the customer does leave voluntarily in those days, as the world goes on without the bank's new actions.</param>
/// <param name="Answers">What each action does, by <see cref="BankAction"/>.</param>
public sealed record Truth(
    TrueState State, Response Response, double HazardPerMonth, double Churn90, double Value, bool Leaves90, IReadOnlyList<TrueAnswer> Answers);

/// <summary>Where a customer truly stands.</summary>
public enum TrueState
{
    /// <summary>A customer who has not decided to leave.</summary>
    Here,

    /// <summary>Has decided to leave and is running the account down.</summary>
    Leaving,

    /// <summary>Gone though the account still stands, or going before anything can be done (within 7 days).</summary>
    Silent,

    /// <summary>Gone and closed.</summary>
    Left,
}

/// <summary>What one action does to one customer, contact attempts that fail included. Money in minor units.</summary>
/// <param name="Effect">Fall of the 90-day churn probability; negative where it drives away.</param>
/// <param name="Gain">Change of the customer's value before any cost.</param>
/// <param name="Taken">Probability that the customer is reached and takes the offer, 0..1.</param>
public readonly record struct TrueAnswer(double Effect, double Gain, double Taken);
