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

    /// <summary>Who is vulnerable and gets care, no sale.</summary>
    public CareSettings Care { get; init; } = new();

    /// <summary>No sale to customers who asked to leave.</summary>
    public ExitSettings Exit { get; init; } = new();

    /// <summary>A promise owed comes before every offer.</summary>
    public PromiseSettings Promise { get; init; } = new();

    /// <summary>Development in mid-life, retention in the last third (D2).</summary>
    public StageOfLifeSettings StageOfLife { get; init; } = new();

    /// <summary>No sale while the propensity to leave is raised (D3).</summary>
    public RaisedRiskSettings RaisedRisk { get; init; } = new();

    /// <summary>How much a customer's spending may rise (D4).</summary>
    public SpendSettings Spend { get; init; } = new();

    /// <summary>How often a customer may be sold to (D5).</summary>
    public SalesPressureSettings SalesPressure { get; init; } = new();

    /// <summary>No selling an unprofitable customer into profit (D7).</summary>
    public ProfitSettings Profit { get; init; } = new();

    /// <summary>How often sticky services may be offered: activation is capped apart (D15).</summary>
    public ActivationSettings Activation { get; init; } = new();

    /// <summary>Who is left alone because contact drives away.</summary>
    public DrivenSettings Driven { get; init; } = new();

    /// <summary>How close two contacts may be, and how long an offer rests.</summary>
    public SpacingSettings Spacing { get; init; } = new();
}
