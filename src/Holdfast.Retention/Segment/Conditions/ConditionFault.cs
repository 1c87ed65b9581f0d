namespace Holdfast.Retention.Segment.Conditions;

/// <summary>What is wrong with a condition.</summary>
/// <param name="Position">Where in the text, from 1.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Allowed">What would be allowed there.</param>
/// <param name="Closest">The known name nearest to a name that is not known; null where none is near.</param>
public sealed record ConditionFault(int Position, string Found, string Allowed, string? Closest = null)
{
    /// <summary>One sentence for the user.</summary>
    public override string ToString() =>
        $"at character {Position}: found {Found}; allowed: {Allowed}" + (Closest is null ? "" : $"; did you mean '{Closest}'?");
}

/// <summary>A condition read from text: the condition, or what is wrong with it.</summary>
/// <param name="Condition">The condition; null where there is a fault.</param>
/// <param name="Fault">The first fault; null where there is none.</param>
public sealed record ConditionReading(Condition? Condition, ConditionFault? Fault);

/// <summary>Why a condition holds or does not.</summary>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Because">The parts that decided, each with the customer's values, in the order of the text.</param>
public sealed record ConditionExplanation(bool Holds, IReadOnlyList<string> Because);

sealed class ConditionFaultException(ConditionFault fault) : Exception(fault.ToString())
{
    public ConditionFault Fault { get; } = fault;
}
