using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Which parts of a history a feature needs.</summary>
[Flags]
enum FeatureNeeds
{
    None = 0,
    Events = 1,
    Positions = 2,
    Agreements = 4,
    Contacts = 8,
    Voice = 16,
    Attributes = 32,
}

/// <summary>One customer at a cut-off: the state that all features are formulas of.</summary>
/// <param name="plan">The plan.</param>
/// <param name="needs">The parts that are read.</param>
sealed class FeatureScan(FeaturePlan plan, FeatureNeeds needs)
{
    public EventScan Events { get; } = new(plan);

    public PositionScan Positions { get; } = new();

    public AgreementScan Agreements { get; } = new(plan);

    public ContactScan Contacts { get; } = new(plan);

    public VoiceScan Voice { get; } = new(plan);

    public AttributeScan Attributes { get; } = new(plan);

    public Day Cutoff { get; private set; }

    public int TenureDays { get; private set; }

    public int LifeNumber { get; private set; }

    public string Origin { get; private set; } = "";

    /// <summary>Takes in the events, which are many; cut-offs from the first one on can then be read.</summary>
    /// <param name="view">The events as known at every cut-off that will be asked for.</param>
    /// <param name="first">The earliest of them.</param>
    public void Begin(History view, Day first)
    {
        if (needs.HasFlag(FeatureNeeds.Events)) Events.Begin(view, first);
    }

    /// <summary>Reads a cut-off; they come in order of time.</summary>
    /// <param name="view">The history as of the cut-off; its events are not looked at, see <see cref="Begin"/>.</param>
    /// <param name="life">The life that lasts at the cut-off.</param>
    /// <param name="cutoff">The cut-off.</param>
    public void At(History view, Life life, Day cutoff)
    {
        Cutoff = cutoff;
        TenureDays = life.TenureDays(cutoff);
        LifeNumber = life.Number;
        Origin = view.Codes.Name(life.Channel);
        if (needs.HasFlag(FeatureNeeds.Events)) Events.At(cutoff);
        if (needs.HasFlag(FeatureNeeds.Positions)) Positions.Read(view, cutoff);
        if (needs.HasFlag(FeatureNeeds.Agreements)) Agreements.Read(view, cutoff, Events);
        if (needs.HasFlag(FeatureNeeds.Contacts)) Contacts.Read(view, cutoff);
        if (needs.HasFlag(FeatureNeeds.Voice)) Voice.Read(view, cutoff);
        if (needs.HasFlag(FeatureNeeds.Attributes)) Attributes.Read(view, cutoff);
    }
}
