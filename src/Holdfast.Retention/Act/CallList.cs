using Holdfast.Retention.Decide;

namespace Holdfast.Retention.Act;

/// <summary>A treated customer with what was decided.</summary>
/// <param name="Customer">The customer as the decision saw it.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Owner">Name of the owning branch or team; "" where not told.</param>
public sealed record Treated(CustomerContext Customer, Decision Decision, string Owner);

/// <summary>Turns decisions into lines a clerk can work from (A2, A11). A pure function.</summary>
public static class CallList
{
    static readonly string[] RightToLeft = ["ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"];

    /// <summary>The lines, highest value at stake first, of equals by customer id.</summary>
    /// <param name="treated">Customers for whom an action is taken; held-out ones must not be among them.</param>
    /// <exception cref="ArgumentException">A customer is held out, or has no action of the catalogue.</exception>
    public static IReadOnlyList<CallListEntry> Of(IEnumerable<Treated> treated)
    {
        ArgumentNullException.ThrowIfNull(treated);
        var entries = treated.Select(Entry)
            .OrderByDescending(entry => entry.ValueAtStakeMinor)
            .ThenBy(entry => entry.Customer, StringComparer.Ordinal);
        return [.. entries.Select((entry, index) => entry with { Number = index + 1 })];
    }

    static CallListEntry Entry(Treated treated)
    {
        var (customer, decision, owner) = treated;
        if (decision.Arm != Arm.Treatment) throw new ArgumentException($"customer {decision.Customer} is held out and must not be contacted");
        var action = customer.Setting.Find(decision.Action ?? "") ?? throw new ArgumentException($"'{decision.Action}' is no action of the catalogue");
        var reason = CallReasons.Of(customer, action);
        var (offer, offerLanguage) = Offer(customer, action);
        return new CallListEntry
        {
            Number = 0,
            Customer = decision.Customer,
            Name = customer.State.Party?.Name ?? "",
            Action = action.Id,
            Task = action.Name,
            Reason = reason.Sentence,
            Script = Script(action, reason.Feature, LanguageOf(customer)),
            Offer = offer,
            OfferLanguage = offerLanguage,
            Direction = DirectionOf(offerLanguage),
            Language = LanguageOf(customer),
            Channel = decision.Channel ?? "",
            Ways = [.. Channels.OpenWays(customer, action).OrderByDescending(reach => reach.Kind == decision.Channel).Select(reach => new WayToReach(reach.Kind, reach.Value))],
            ValueAtStakeMinor = TwoDigits(customer.Score.ValueAtRisk),
            Deadline = (customer.State.AsOf + action.DeadlineDays).ToString(),
            Owner = owner,
        };
    }

    /// <summary>Writing direction of a BCP 47 tag: rtl or ltr.</summary>
    public static string DirectionOf(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return RightToLeft.Contains(Primary(language), StringComparer.OrdinalIgnoreCase) ? "rtl" : "ltr";
    }

    static string LanguageOf(CustomerContext customer) =>
        customer.State.Party?.Language is { Length: > 0 } language ? language : customer.Setting.Business.Languages.FirstOrDefault("en");

    /// <summary>The offer in the customer's language, its main form (fa for fa-AF), the business's own languages, or any.</summary>
    static (string Text, string Language) Offer(CustomerContext customer, RetentionAction action)
    {
        var language = LanguageOf(customer);
        IEnumerable<string> wanted = [language, Primary(language), .. customer.Setting.Business.Languages, .. action.Offer.Keys.Order(StringComparer.Ordinal)];
        foreach (var tag in wanted)
        {
            if (action.Offer.TryGetValue(tag, out var text)) return (text, tag);
        }

        return ("", language);
    }

    /// <summary>
    /// The script whose key stands in the name of the reason's feature, the longest such key; else default. A key may end with the
    /// customer's language, as in <c>default.fa</c>.
    /// </summary>
    static string Script(RetentionAction action, string feature, string language)
    {
        var key = action.Script.Keys
            .Where(key => key.Length > 0 && !key.Contains('.') && feature.Contains(key, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(key => key.Length)
            .ThenBy(key => key, StringComparer.Ordinal)
            .FirstOrDefault("default");
        return action.Script.GetValueOrDefault($"{key}.{language}")
            ?? action.Script.GetValueOrDefault($"{key}.{Primary(language)}")
            ?? action.Script.GetValueOrDefault(key, "");
    }

    /// <summary>Rounded to two digits, so that no probability can be worked out from it.</summary>
    static long TwoDigits(long money)
    {
        var step = 1L;
        while (Math.Abs(money) / step >= 100) step *= 10;
        return (long)Math.Round((double)money / step, MidpointRounding.AwayFromZero) * step;
    }

    static string Primary(string language) => language.Split('-', '_')[0];
}
