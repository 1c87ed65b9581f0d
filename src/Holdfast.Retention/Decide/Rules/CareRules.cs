using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Decide.Rules;

/// <summary>Vulnerable customers get care, no sale (D15).</summary>
/// <param name="settings">Its figures.</param>
public sealed class CareNoSale(CareSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Vulnerable;

    /// <inheritdoc/>
    public override string Meaning => $"No sale, and nothing that raises spending, to customers in arrears or with one of: {string.Join(", ", settings.Attributes)}.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale && action.SpendChangeShare <= 0) return null;
        if (customer.State.Arrears > settings.ArrearsAbove) return $"arrears of {Words.Money(customer.State.Arrears, customer.Setting.Business)}";
        foreach (var name in settings.Attributes)
        {
            if (customer.State.Attributes.TryGetValue(name, out var value) && value.Holds) return $"{name} asks for care";
        }

        return null;
    }
}

/// <summary>Nobody who asked to leave is sold to (D3, D15).</summary>
/// <param name="settings">Its figures.</param>
public sealed class NoSaleOnExit(ExitSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Exit;

    /// <inheritdoc/>
    public override string Meaning => $"No sale within {settings.Days} days of a contact of purpose exit.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (!action.IsSale) return null;
        Day? asked = null;
        foreach (var contact in customer.State.Contacts)
        {
            if (contact.Purpose == "exit" && customer.State.AsOf - contact.Day <= settings.Days) asked = contact.Day;
        }

        return asked is { } day ? $"asked to leave on {day}" : null;
    }
}

/// <summary>What was promised is kept before anything else is offered (A2, D15).</summary>
/// <param name="settings">Its figures.</param>
public sealed class PromiseOwedComesFirst(PromiseSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.PromiseOwed;

    /// <inheritdoc/>
    public override string Meaning => $"Nothing but serving while an offer that was taken is not applied by billing after {settings.AppliedWithinDays} days.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.Purpose == Purpose.Serve || !customer.Setting.AppliedIsTold) return null;
        foreach (var offer in customer.State.Offers)
        {
            if (offer is { Accepted: true, Applied: null } && customer.State.AsOf - (offer.Answered ?? offer.Made) > settings.AppliedWithinDays)
                return $"{offer.Action} was taken on {offer.Answered ?? offer.Made} and is not applied";
        }

        return null;
    }
}
