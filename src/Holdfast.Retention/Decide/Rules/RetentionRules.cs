using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide.Rules;

/// <summary>Where a customer at risk can be kept, the contact is used for that (D1).</summary>
public sealed class RetentionOutranksDevelopment : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Retention;

    /// <inheritdoc/>
    public override string Meaning => "No sale to a customer at risk for whom a permitted retention action works even at the lower bound of its effect.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale || !customer.AtRisk || customer.OpenRetention is not { } open) return null;
        var effect = customer.EffectOf(customer.Setting.Find(open)!);
        return $"at risk, and {open} keeps at least {Words.Share(effect.Low)}";
    }
}

/// <summary>Retention is planned for the last third of a customer's life and for customers at risk (D2).</summary>
/// <param name="settings">Its figures.</param>
public sealed class RetentionIsForTheLastThird(StageOfLifeSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Retention;

    /// <inheritdoc/>
    public override string Meaning => $"Retaining is for customers at risk and for the stages {string.Join(", ", settings.Retain.Select(LifecycleStages.Word))}; activation is free.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.Purpose != Purpose.Retain || customer.AtRisk || customer.AsksFor(action)) return null;
        var stage = customer.Standing.Segment.Stage;
        return settings.Retain.Contains(stage) ? null : $"is in stage {LifecycleStages.Word(stage)} and not at risk";
    }
}

/// <summary>On segments in retreat nothing is spent (S3).</summary>
public sealed class RetreatGetsNoSpending : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Retention;

    /// <inheritdoc/>
    public override string Meaning => "No money and no staff time on segments whose strategy is retreat, but for serving.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        var costs = action.IncentiveCost > 0 || action.ContactCost > 0 || action.StaffMinutes > 0;
        if (!costs || action.Purpose == Purpose.Serve || customer.Standing.Segment.Strategy != Strategy.Retreat || customer.AsksFor(action)) return null;
        return $"segment {customer.Standing.Segment.Segment} is in retreat";
    }
}

/// <summary>Activation is free of D2, D3 and D7 and has a cap of its own (D15).</summary>
/// <param name="settings">Its figures.</param>
public sealed class ActivationIsCapped(ActivationSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Activation;

    /// <inheritdoc/>
    public override string Meaning => $"At most {settings.Most} contacts to activate within {settings.Days} days.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.Purpose != Purpose.Activate || customer.AsksFor(action)) return null;
        var days = customer.State.Contacts
            .Where(contact => !contact.Inbound && contact.Purpose == "activate" && customer.State.AsOf - contact.Day <= settings.Days)
            .Select(contact => contact.Day.ToString())
            .ToArray();
        return days.Length >= settings.Most ? $"{Words.Count(days.Length, "activation contact")}: {string.Join(", ", days)}" : null;
    }
}
