using System.Text;

namespace Holdfast.Retention.Decide;

/// <summary>The standing hold-out: who is kept aside to measure what actions change (N1).</summary>
public static class HoldOut
{
    /// <summary>A number in [0, 1) that depends on customer and salt alone, so that order, shards and machines do not matter.</summary>
    /// <remarks>FNV-1a over the UTF-8 bytes (Fowler, Noll, Vo 1991), mixed by the finaliser of SplitMix64 (Steele, Lea, Flood 2014, figure 16).</remarks>
    public static double Draw(string customer, string salt)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var b in Encoding.UTF8.GetBytes(salt + "\0" + customer)) hash = (hash ^ b) * 1099511628211UL;
            hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL;
            hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebUL;
            return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>
    /// Whether an action may be withheld to measure it: retention and activation, but never from customers who need care and never what
    /// serves or was asked for.
    /// </summary>
    public static bool MayWithhold(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return action.IsRetention && !customer.IsVulnerable && !customer.AsksFor(action);
    }
}
