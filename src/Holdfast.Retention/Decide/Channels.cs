using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide;

/// <summary>Which channels lead to a customer (D6, A11): with consent, with a number that works, the customer's own choice first.</summary>
/// <remarks>Asked for every customer, action and channel of a run, hence loops and no queries.</remarks>
public static class Channels
{
    /// <summary>Whether a way to reach by this channel is told, or none is needed.</summary>
    public static bool IsTold(CustomerContext customer, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return IsFree(customer, channel) || HasWay(customer, channel, _ => true);
    }

    /// <summary>Whether the customer allows an action through the channel; serving needs no marketing consent.</summary>
    public static bool IsAllowed(CustomerContext customer, RetentionAction action, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        if (IsFree(customer, channel)) return true;
        return action.Purpose == Purpose.Serve ? HasWay(customer, channel, _ => true) : HasWay(customer, channel, reach => reach.Consent);
    }

    /// <summary>Whether the channel is allowed and leads somewhere.</summary>
    public static bool IsOpen(CustomerContext customer, RetentionAction action, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        if (IsFree(customer, channel)) return true;
        return action.Purpose == Purpose.Serve ? HasWay(customer, channel, reach => reach.Works) : HasWay(customer, channel, reach => reach.Works && reach.Consent);
    }

    /// <summary>The channel to take: one the customer prefers, else the action's best; null where none is open.</summary>
    public static string? Choose(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        string? best = null;
        foreach (var channel in action.Channels)
        {
            if (!IsOpen(customer, action, channel)) continue;
            if (HasWay(customer, channel, reach => reach.Preferred)) return channel;
            best ??= channel;
        }

        return best;
    }

    /// <summary>The ways that are open for an action, in order of preference.</summary>
    public static IReadOnlyList<Reach> OpenWays(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return [.. customer.State.Reaches.Where(reach => reach.Works && (reach.Consent || action.Purpose == Purpose.Serve))];
    }

    static bool IsFree(CustomerContext customer, string channel) =>
        !customer.Setting.ReachesAreTold || channel is not ("phone" or "email" or "sms" or "app" or "letter");

    /// <summary>Whether one of the channel's ways is as asked; where no number for text messages is told, a telephone number is taken for one.</summary>
    static bool HasWay(CustomerContext customer, string channel, Func<Reach, bool> isAsAsked)
    {
        var reaches = customer.State.Reaches;
        var ofKind = false;
        for (var i = 0; i < reaches.Count; i++)
        {
            if (reaches[i].Kind != channel) continue;
            if (isAsAsked(reaches[i])) return true;
            ofKind = true;
        }

        return !ofKind && channel == "sms" && HasWay(customer, "phone", isAsAsked);
    }
}
