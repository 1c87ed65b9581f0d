namespace Holdfast.Simulation.Bank;

/// <summary>What each action truly does to a customer who is reached.</summary>
public static class Responses
{
    /// <summary>Weeks after which half of an action's effect on the hazard is gone.</summary>
    public const double HalfLifeWeeks = 26;

    /// <summary>Every action.</summary>
    public static IReadOnlyList<BankAction> Actions { get; } = Enum.GetValues<BankAction>();

    /// <summary>The action of an id of <c>actions.yaml</c>.</summary>
    public static bool TryFind(string id, out BankAction action) => Enum.TryParse(id.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out action) && Enum.IsDefined(action) && !char.IsDigit(id[0]);

    /// <summary>Whether something has to be applied later to whoever takes it, so that it can be forgotten.</summary>
    public static bool IsPromise(BankAction action) => action is BankAction.FeeWaiver or BankAction.RateBonus or BankAction.SaveDesk;

    /// <summary>Probability that the customer takes what is offered, 0..1; a call without offer is taken by being had.</summary>
    public static double Take(BankAction action, Traits traits, in Standing now) => action switch
    {
        BankAction.RetentionCall or BankAction.ThankYou => 1,
        BankAction.FeeWaiver => Share(0.4 + 0.7 * traits.Price),
        BankAction.RateBonus => Share(-0.4 + 0.4 * traits.Price + 0.6 * Math.Log(traits.Worth / 100)),
        BankAction.SaveDesk => Share(0.2 + 0.5 * traits.Price),
        BankAction.ActivateBillPayment => now.Has(Facility.BillPayment) ? 0 : Share(-1.3 + 0.6 * traits.Involvement),
        BankAction.ActivateOnline => now.Has(Facility.OnlineBanking) ? 0 : Share(-1.2 + 0.8 * traits.Digital),
        BankAction.ActivateCard => !now.Has(Facility.Card) ? 0 : Share(-1.1 + 0.5 * traits.Involvement),
        BankAction.SellCard => now.Has(Facility.Card) ? 0 : Share(-2.0 + 0.5 * traits.Involvement),
        BankAction.SellSavings => now.Has(Facility.Savings) ? 0 : Share(-2.0 + 0.4 * traits.Involvement + 0.5 * Math.Log(traits.Worth / 100)),
        BankAction.SellInsurance => now.Has(Facility.Insurance) ? 0 : Share(-2.5 + 0.3 * traits.Involvement),
        BankAction.UpsellPackage => now.Package == 2 ? 0 : Share(-2.1 - 0.3 * traits.Price + 0.3 * traits.Involvement),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action of the bank"),
    };

    /// <summary>Probability that a customer who is reached objects to being contacted, 0..1.</summary>
    public static double ObjectsTo(Traits traits) => traits.Response == Response.SleepingDog ? 0.4 : 0.015;

    /// <summary>What reaching the customer with the action adds to the log hazard of leaving at once; it then fades.</summary>
    public static double OnHazard(BankAction action, Traits traits, in Standing now, bool taken) =>
        IsRetention(action) ? Retaining(action, traits, now, taken)
        : action == BankAction.ThankYou ? -0.08
        : IsActivation(action) ? (traits.Response == Response.SleepingDog ? 0.25 : 0)
        : Selling(traits, now);

    /// <summary>Does to the customer what the action does.</summary>
    /// <returns>The standing after it.</returns>
    public static Standing After(this Standing now, BankAction action, Traits traits, bool taken)
    {
        now.Treated += OnHazard(action, traits, now, taken);
        if (!taken) return now;
        if (action is BankAction.FeeWaiver or BankAction.SaveDesk) now.WaivedWeeks = 26;
        // A card that lay in a drawer and is used now makes a habit.
        if (action == BankAction.ActivateCard) now.Habit += 0.3 * (1 - now.Habit);
        if (Opens(action) is { } service) now.Services |= 1 << (int)service;
        if (action == BankAction.UpsellPackage) now.Package = Math.Min(2, now.Package + 1);
        return now;
    }

    /// <summary>The service an action begins where taken; null where none.</summary>
    public static Facility? Opens(BankAction action) => action switch
    {
        BankAction.ActivateBillPayment => Facility.BillPayment,
        BankAction.ActivateOnline => Facility.OnlineBanking,
        BankAction.SellCard => Facility.Card,
        BankAction.SellSavings => Facility.Savings,
        BankAction.SellInsurance => Facility.Insurance,
        _ => null,
    };

    static bool IsRetention(BankAction action) => action <= BankAction.SaveDesk;

    static bool IsActivation(BankAction action) => action is >= BankAction.ActivateBillPayment and <= BankAction.ActivateCard;

    static double Retaining(BankAction action, Traits traits, in Standing now, bool taken)
    {
        // Whoever is heard gets over what went wrong, and an offer relieves what it answers to: all of it is what the records show.
        var heard = -0.8 * Math.Min(1.6, now.Discontent);
        var relief = heard + (!taken ? 0 : action switch
        {
            BankAction.FeeWaiver => -0.25 - 1.1 * Math.Min(1.5, now.PriceShock),
            BankAction.RateBonus => -0.25 - 1.1 * Math.Min(1.2, now.Rival + 0.6 * now.Drained),
            BankAction.SaveDesk => -0.5 - 0.7 * Math.Min(2, now.PriceShock + now.Rival),
            _ => 0,
        });
        return traits.Response switch
        {
            Response.Persuadable => relief - 1,
            Response.SleepingDog => 0.3 * relief + 1.2,
            Response.LostCause => 0.1 * relief,
            _ => relief - 0.06,
        };
    }

    // Selling to somebody who thinks of leaving makes it worse; to others it is a small nuisance.
    static double Selling(Traits traits, in Standing now) =>
        (now.Discontent + now.PriceShock + now.Rival > 0.4 ? 0.3 : 0.02) + (traits.Response == Response.SleepingDog ? 0.3 : 0);

    static double Share(double logit) => 1 / (1 + Math.Exp(-logit));
}
