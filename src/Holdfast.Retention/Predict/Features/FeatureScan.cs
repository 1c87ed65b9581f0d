using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>One customer at one cut-off, read once: the state that all features are formulas of.</summary>
sealed class FeatureScan(FeaturePlan plan)
{
    public FeaturePlan Plan { get; } = plan;

    public EventScan Events { get; } = new(plan);

    public PositionScan Positions { get; } = new();

    public AgreementScan Agreements { get; } = new(plan);

    public ContactScan Contacts { get; } = new(plan);

    public VoiceScan Voice { get; } = new(plan);

    public AttributeScan Attributes { get; } = new(plan);

    public int TenureDays { get; private set; }

    public int LifeNumber { get; private set; }

    public string Origin { get; private set; } = "";

    public void Read(History view, Life life, Day cutoff)
    {
        TenureDays = life.TenureDays(cutoff);
        LifeNumber = life.Number;
        Origin = view.Codes.Name(life.Channel);
        Events.Read(view, cutoff);
        Positions.Read(view, cutoff);
        Agreements.Read(view, cutoff);
        Contacts.Read(view, cutoff);
        Voice.Read(view, cutoff);
        Attributes.Read(view, cutoff);
    }
}
