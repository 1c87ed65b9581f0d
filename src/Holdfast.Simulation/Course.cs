using Holdfast.Retention.Facts;

namespace Holdfast.Simulation;

/// <summary>A contact that was carried out: what a customer's life takes in beside its seed.</summary>
/// <param name="Day">Day on which it was tried.</param>
/// <param name="Action">Id of the action, as in <c>actions.yaml</c>.</param>
/// <param name="Channel">Channel: phone, branch, app, email, sms or letter.</param>
/// <param name="Decision">Id of the decision it carries out; given back with what came of it.</param>
public sealed record CarriedOut(Day Day, string Action, string Channel, string Decision);

/// <summary>
/// How a customer's life is lived after the last day that was made: told until a day, with the contacts carried out so far. A life
/// is a pure function of the seed, the customer and its course, so any way of cutting days into steps gives the same life.
/// </summary>
/// <param name="Until">Last day told; not before the last day made.</param>
/// <param name="Contacts">Contacts carried out after the last day made, in order of days.</param>
public sealed record Course(Day Until, IReadOnlyList<CarriedOut> Contacts)
{
    /// <summary>The same days without any contact.</summary>
    public Course Uncontacted => this with { Contacts = [] };
}

/// <summary>What came of a contact that was carried out.</summary>
/// <param name="Order">The contact.</param>
/// <param name="Reached">Whether the customer was reached.</param>
/// <param name="Taken">Whether the offer was taken.</param>
/// <param name="PromiseKept">Whether what was taken is applied; true where nothing was taken.</param>
/// <param name="Objected">Whether the customer objected to being contacted.</param>
public readonly record struct Outcome(CarriedOut Order, bool Reached, bool Taken, bool PromiseKept, bool Objected = false)
{
    /// <summary>How the customer sounded; only the sample bank writes it down.</summary>
    public Bank.Tone Tone { get; init; }
}

/// <summary>What a course brought one customer's business since the last day made, and is worth from here. Money in minor units.</summary>
/// <param name="Stays">Whether it is a customer on the day after the last day told.</param>
/// <param name="Earned">Margin since the last day made, before the cost of any contact.</param>
/// <param name="Worth">Expected margin of the next 24 months without further contact; 0 where the customer is gone.</param>
/// <param name="Outcomes">What came of each contact carried out.</param>
public sealed record CourseResult(bool Stays, double Earned, double Worth, IReadOnlyList<Outcome> Outcomes);
