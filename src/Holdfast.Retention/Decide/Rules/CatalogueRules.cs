using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Decide.Rules;

/// <summary>An action is for those its condition in actions.yaml names.</summary>
/// <param name="conditions">The read conditions by id of the action; an action without one is for everybody.</param>
public sealed class EligibleCustomersOnly(IReadOnlyDictionary<string, Condition> conditions) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Catalogue;

    /// <inheritdoc/>
    public override string Meaning => "An action is for those its eligible_when names.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!conditions.TryGetValue(action.Id, out var condition)) return null;
        var lookup = customer.Lookup();
        return condition.Holds(lookup.Value) ? null : string.Join("; ", condition.Explain(lookup.Value).Because);
    }
}

/// <summary>An offer is made from its first day to the day before its end.</summary>
public sealed class OfferIsWithinItsDates : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Catalogue;

    /// <inheritdoc/>
    public override string Meaning => "An offer is made from its first day until the day before its end.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (Day.TryParse(action.From, out var from) && customer.State.AsOf < from) return $"begins on {from}";
        return Day.TryParse(action.Until, out var until) && customer.State.AsOf >= until ? $"ended on {until}" : null;
    }
}

/// <summary>Nobody is sold or shown how to use what they have and use.</summary>
public sealed class ProductIsNotHeldYet : PolicyRule
{
    const int UsedWithinDays = 90;

    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Catalogue;

    /// <inheritdoc/>
    public override string Meaning => "A product that is held is not sold again; a service that was used within 90 days is not activated again.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.Product is not { } product || !(action.IsSale || action.Purpose == Purpose.Activate)) return null;
        if (action.Purpose == Purpose.RaiseFrequency) return null;
        var uses = customer.State.EventDays.GetValueOrDefault(product) ?? [];
        var used = uses.Count > 0 && customer.State.AsOf - uses[^1] <= UsedWithinDays;
        if (action.Purpose == Purpose.Activate && used) return $"{product} was used on {uses[^1]}";
        return customer.State.Holds(product) ? $"holds {product}" : null;
    }
}

/// <summary>What was offered rests before it is offered again: a no is a no.</summary>
/// <param name="settings">Its figures.</param>
public sealed class AnsweredOffersRest(SpacingSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Catalogue;

    /// <inheritdoc/>
    public override string Meaning => $"An action that was offered rests for {settings.OfferDays} days.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (customer.AsksFor(action)) return null;
        foreach (var offer in customer.State.Offers)
        {
            if (offer.Action == action.Id && customer.State.AsOf - offer.Made < settings.OfferDays)
                return $"offered on {offer.Made} ({(offer.Answered is null ? "not answered" : offer.Accepted ? "taken" : "refused")})";
        }

        return null;
    }
}
