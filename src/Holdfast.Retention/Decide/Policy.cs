using System.ComponentModel.DataAnnotations;

namespace Holdfast.Retention.Decide;

/// <summary>The policy, <c>policy.yaml</c>: budget, capacity, hold-out and the figures of the rules D1 to D15. Money in minor units.</summary>
public sealed record Policy
{
    /// <summary>Budget of one run, minor units; null is without limit.</summary>
    [Range(0, long.MaxValue)]
    public long? Budget { get; init; }

    /// <summary>Staff minutes of one run; null is without limit.</summary>
    [Range(0, long.MaxValue)]
    public long? StaffMinutes { get; init; }

    /// <summary>Share of chosen customers held out as control, 0..0.5. Default 0.1.</summary>
    [Range(0.0, 0.5)]
    public double ControlShare { get; init; } = 0.1;

    /// <summary>Salt of the hold-out's hash, so that each experiment draws anew.</summary>
    public string ControlSalt { get; init; } = "standing";

    /// <summary>Names of rules that are switched off.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];
}
