namespace Holdfast.Simulation.Bank;

/// <summary>How likely one contact through a channel gets through to a customer.</summary>
static class Reachability
{
    /// <summary>Chance that the customer picks up, reads or comes, 0..1; the app reaches only who banks online.</summary>
    /// <remarks>The truth's own probability is that of the telephone, <see cref="Traits.Reach"/>; the others are set beside it by judgement.</remarks>
    public static double Of(string channel, Traits traits, in Standing now) => channel switch
    {
        "phone" => traits.Reach,
        "app" => now.Has(Facility.OnlineBanking) ? Share(0.7 + 0.6 * traits.Digital) : 0,
        "email" => Share(0.5 + 0.4 * traits.Digital),
        "sms" => 0.8,
        "letter" => 0.6,
        "branch" => Share(-0.5 + 0.5 * traits.Social),
        _ => traits.Reach,
    };

    static double Share(double logit) => 1 / (1 + Math.Exp(-logit));
}
