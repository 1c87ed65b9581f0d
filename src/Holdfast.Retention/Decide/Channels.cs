using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide;

/// <summary>Which channels lead to a customer (D6, A11): with consent, with a number that works, the customer's own choice first.</summary>
public static class Channels
{
    static readonly string[] NeedAnAddress = ["phone", "email", "sms", "app", "letter"];

    /// <summary>Whether a way to reach by this channel is told, or none is needed.</summary>
    public static bool IsTold(CustomerContext customer, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return IsFree(customer, channel) || Ways(customer, channel).Any();
    }

    /// <summary>Whether the customer allows an action through the channel; serving needs no marketing consent.</summary>
    public static bool IsAllowed(CustomerContext customer, RetentionAction action, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return IsFree(customer, channel) || Ways(customer, channel).Any(reach => reach.Consent || action.Purpose == Purpose.Serve);
    }

    /// <summary>Whether the channel is allowed and leads somewhere.</summary>
    public static bool IsOpen(CustomerContext customer, RetentionAction action, string channel)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return IsFree(customer, channel) || Ways(customer, channel).Any(reach => reach.Works && (reach.Consent || action.Purpose == Purpose.Serve));
    }

    /// <summary>The channel to take: one the customer prefers, else the action's best; null where none is open.</summary>
    public static string? Choose(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        var open = action.Channels.Where(channel => IsOpen(customer, action, channel)).ToArray();
        return open.FirstOrDefault(channel => Ways(customer, channel).Any(reach => reach.Preferred)) ?? open.FirstOrDefault();
    }

    /// <summary>The ways that are open for an action, in order of preference.</summary>
    public static IReadOnlyList<Reach> OpenWays(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return [.. customer.State.Reaches.Where(reach => reach.Works && (reach.Consent || action.Purpose == Purpose.Serve))];
    }

    static bool IsFree(CustomerContext customer, string channel) =>
        !customer.Setting.ReachesAreTold || !NeedAnAddress.Contains(channel, StringComparer.Ordinal);

    /// <summary>Points of the channel's kind; a text message may go to a telephone number.</summary>
    static IEnumerable<Reach> Ways(CustomerContext customer, string channel)
    {
        var own = customer.State.Reaches.Where(reach => reach.Kind == channel);
        return channel == "sms" && !own.Any() ? customer.State.Reaches.Where(reach => reach.Kind == "phone") : own;
    }
}
