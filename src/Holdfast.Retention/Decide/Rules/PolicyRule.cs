namespace Holdfast.Retention.Decide.Rules;

/// <summary>Order of precedence (D15): what stands first outranks what follows.</summary>
public enum Precedence
{
    /// <summary>What is on offer at all.</summary>
    Catalogue,

    /// <summary>Law and consent.</summary>
    LawAndConsent,

    /// <summary>Care for the vulnerable.</summary>
    Vulnerable,

    /// <summary>A customer on the way out.</summary>
    Exit,

    /// <summary>A promise owed.</summary>
    PromiseOwed,

    /// <summary>Retention.</summary>
    Retention,

    /// <summary>Activation of sticky services: counts as retention, free of D2, D3 and D7, capped apart.</summary>
    Activation,

    /// <summary>Development.</summary>
    Development,
}

/// <summary>A rule of the policy: a class named as a sentence that may refuse an action for a customer, never choose one.</summary>
public abstract class PolicyRule
{
    /// <summary>Its name in refusals and under <c>off</c> in policy.yaml.</summary>
    public string Name => GetType().Name;

    /// <summary>Where it stands in the order of precedence.</summary>
    public abstract Precedence Precedence { get; }

    /// <summary>What it says, in one sentence with its figures.</summary>
    public abstract string Meaning { get; }

    /// <summary>The rule's no with what it counted, or null where it has nothing against the action.</summary>
    /// <param name="customer">The customer at the second of decision.</param>
    /// <param name="action">The action.</param>
    public Refusal? Check(CustomerContext customer, RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(action);
        return Because(customer, action) is { } because ? new Refusal(action.Id, Name, because) : null;
    }

    /// <summary>What the rule counted where it refuses, in words; null where it does not.</summary>
    protected abstract string? Because(CustomerContext customer, RetentionAction action);
}
