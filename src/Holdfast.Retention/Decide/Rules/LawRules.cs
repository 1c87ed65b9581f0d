namespace Holdfast.Retention.Decide.Rules;

/// <summary>A customer is only approached where the customer allows it; serving needs no marketing consent.</summary>
public sealed class ConsentIsRequired : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.LawAndConsent;

    /// <inheritdoc/>
    public override string Meaning => "A customer is only approached through channels with consent, and not after an objection to marketing; serving needs none, nor does what the customer asks for after an objection.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (customer.ObjectedToMarketing is { } day && action.Purpose != Purpose.Serve && !customer.AsksFor(action)) return $"objected to marketing on {day}";
        foreach (var channel in action.Channels)
        {
            if (Channels.IsAllowed(customer, action, channel)) return null;
        }

        return string.Join("; ", action.Channels.Select(channel => Channels.IsTold(customer, channel) ? $"no consent for {channel}" : $"no way to reach by {channel} is told"));
    }
}

/// <summary>Numbers and addresses known to be dead or another person's are not tried.</summary>
public sealed class DeadNumberIsNotTried : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.LawAndConsent;

    /// <inheritdoc/>
    public override string Meaning => "Numbers and addresses that bounced, are unreachable or belong to another person by now are not tried.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (Channels.Choose(customer, action) is not null) return null;
        var allowed = action.Channels.Where(channel => Channels.IsAllowed(customer, action, channel)).ToArray();
        return allowed.Length == 0 ? null : string.Join("; ", allowed.Select(channel => $"{channel} does not work"));
    }
}

/// <summary>Two cold contacts keep a distance.</summary>
/// <param name="settings">Its figures.</param>
public sealed class ColdContactsAreSpaced(SpacingSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.LawAndConsent;

    /// <inheritdoc/>
    public override string Meaning => $"A contact of ours that reached the customer is followed by none for {settings.ContactDays} days, but for serving.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (action.Purpose == Purpose.Serve || customer.AsksFor(action)) return null;
        var state = customer.State;
        for (var i = state.Contacts.Count - 1; i >= 0; i--)
        {
            var contact = state.Contacts[i];
            if (!contact.Inbound && contact.Reached && state.AsOf - contact.Day < settings.ContactDays) return $"we reached the customer on {contact.Day}";
        }

        return null;
    }
}

/// <summary>Customers whom contact drives away are left alone (P4).</summary>
/// <param name="settings">Its figures.</param>
public sealed class NeverContactTheDriven(DrivenSettings settings) : PolicyRule
{
    /// <inheritdoc/>
    public override Precedence Precedence => Precedence.Retention;

    /// <inheritdoc/>
    public override string Meaning =>
        $"No contact within {settings.ObjectionDays} days of an objection to being contacted or of a contact the customer broke off, to customers who are more than {settings.TimesMean} x as likely to object or break off as others, or where the effect on staying is below zero even at its upper bound.";

    /// <inheritdoc/>
    protected override string? Because(CustomerContext customer, RetentionAction action)
    {
        if (customer.AsksFor(action)) return null;
        foreach (var contact in customer.State.Contacts)
        {
            if (customer.State.AsOf - contact.Day > settings.ObjectionDays) continue;
            if (contact.Objected) return $"objected to being contacted on {contact.Day}";
            if (contact.CutShort) return $"broke off our contact of {contact.Day}";
        }

        var effect = customer.EffectOf(action);
        if (effect.Objection is { } times && times > settings.TimesMean) return $"is {Words.Times(times)} x as likely to object to being contacted as others";
        return effect.High < 0 ? $"drives away: changes the chance of staying by {Words.Share(effect.Effect)}, at best {Words.Share(effect.High)}" : null;
    }
}
