using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Act;

/// <summary>Why a customer is approached, in words a clerk may have on the screen while the customer looks over the shoulder.</summary>
/// <param name="Feature">The feature it comes from, for choosing the script; "" for a plain reason.</param>
/// <param name="Sentence">The words.</param>
public sealed record CallReason(string Feature, string Sentence);

/// <summary>Chooses the reason for a call: the strongest one that neither speaks of models nor touches what is private.</summary>
public static class CallReasons
{
    /// <summary>Parts of words that speak of scores and models.</summary>
    static readonly string[] OfModels =
    [
        "churn", "probab", "predict", "score", "model", "risk", "likel", "propens", "hazard", "shap", "percentile", "decile", "attrition", "defect",
    ];

    /// <summary>Parts of words that touch health, debts, death, origin, belief, family and other private matters.</summary>
    static readonly string[] OfPrivateMatters =
    [
        "health", "ill ", "sick", "disab", "pregnan", "hospital", "pharmac", "medic", "cancer", "therap",
        "debt", "arrear", "overdue", "insolv", "bankrupt", "default", "dunning", "collection", "unpaid", "late payment", "garnish",
        "death", "died", "deceas", "dead ", "bereav", "widow", "funeral",
        "ethnic", "race ", "racial", "nationality", "religio", "church", "mosque", "synagogue", "politic", "union", "sexual", "gender",
        "divorc", "marital", "married", "vulnerab", "gambl", "convict", "prison", "income", "unemploy", "age ",
    ];

    /// <summary>The reason for taking an action.</summary>
    public static CallReason Of(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        if (action.Purpose is Purpose.Retain or Purpose.Serve)
        {
            foreach (var reason in customer.Score.Reasons)
            {
                if (reason.Contribution > 0 && IsFit(reason.Feature, reason.Sentence, customer.Setting.Business.SensitiveAttributes))
                    return new CallReason(reason.Feature, reason.Sentence);
            }
        }

        return new CallReason("", Plain(customer, action));
    }

    /// <summary>Whether a sentence may stand on a call list.</summary>
    /// <param name="feature">The feature it tells of.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="sensitive">Attributes the business calls sensitive.</param>
    public static bool IsFit(string feature, string sentence, IReadOnlyList<string> sensitive)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(sensitive);
        if (string.IsNullOrWhiteSpace(sentence)) return false;
        var words = (feature + " " + sentence).ToLowerInvariant().Split([' ', '_', '-', '.', ',', ';', ':', '(', ')', '"', '\'', '/', '='], StringSplitOptions.RemoveEmptyEntries);
        var text = " " + string.Join(' ', words) + " ";
        return !OfModels.Concat(OfPrivateMatters).Any(stem => Has(text, stem))
            && !sensitive.Any(name => text.Contains(" " + Codes.InWords(name.ToLowerInvariant()) + " ", StringComparison.Ordinal));
    }

    /// <summary>Whether a word begins with the stem; a stem that ends with a blank is a whole word.</summary>
    static bool Has(string text, string stem) => text.Contains(" " + stem, StringComparison.Ordinal);

    static string Plain(CustomerContext customer, RetentionAction action) => action.Purpose switch
    {
        Purpose.Retain => $"With us for {customer.TenureInWords}: ask whether all is well.",
        Purpose.Activate when action.Product is { } product => $"Does not use {Codes.InWords(product)} yet.",
        Purpose.Serve => $"With us for {customer.TenureInWords}.",
        _ => action.Need is { Length: > 0 } need ? need : $"With us for {customer.TenureInWords}.",
    };
}
