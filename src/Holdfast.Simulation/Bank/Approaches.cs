using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>The bank's contacts as the customer lives them.</summary>
static class Approaches
{
    /// <summary>Share of those who object who also withdraw their consent.</summary>
    public const double WithdrawsShare = 0.5;

    // Of fifty promises one is forgotten, and a forgotten one annoys about half as much as a complaint turned down.
    const double BrokenShare = 0.02, BrokenPromise = 0.9;

    /// <summary>One contact: reached or not, taken or not, and what it leaves behind.</summary>
    public static void Make(BankAction action, Drive drive, Living who, ref Standing now, Day day)
    {
        var reached = who.Luck.Uniform() < who.Traits.Reach;
        var objects = who.Luck.Uniform() < Responses.ObjectsTo(who.Traits) && reached;
        var taken = who.Luck.Uniform() < Responses.Take(action, who.Traits, now) && reached && !objects;
        var before = now;
        if (reached)
        {
            now = now.After(action, who.Traits, taken);
            now.Weariness += 0.03;
            now.Objected |= objects;
        }

        var tone = IsNoted(action, reached, taken, objects) ? Tones.Noted(who.Traits.Response, who.Luck.Split("tone").Split((ulong)drive)) : Tone.Untold;
        who.Note(day, Happening.Contacted, new Approach(action, reached, taken, drive, objects, tone).Packed);
        if (objects && who.Luck.Bernoulli(WithdrawsShare)) who.Note(day, Happening.ConsentWithdrawn);
        if (now.Services != before.Services) who.Note(day, Happening.ServiceBegan, (int)Responses.Opens(action)!.Value);
        if (now.Package != before.Package) who.Note(day, Happening.PackageRaised, now.Package);
    }

    // Who takes an offer or objects has answered; a thank-you asks for no answer. Of a talk without offer the tone is the answer.
    static bool IsNoted(BankAction action, bool reached, bool taken, bool objects) =>
        reached && !objects && action != BankAction.ThankYou && (!taken || action == BankAction.RetentionCall);

    /// <summary>An offer made to somebody who is on the phone already.</summary>
    public static void Offer(BankAction action, Living who, ref Standing now, Day day)
    {
        var taken = who.Luck.Uniform() < Responses.Take(action, who.Traits, now);
        now = now.After(action, who.Traits, taken);
        who.Note(day, Happening.Contacted, new Approach(action, true, taken, Drive.Inbound).Packed);
    }

    /// <summary>One contact that the loop decided and people or systems carried out.</summary>
    /// <param name="order">The contact.</param>
    /// <param name="traits">What the customer is like.</param>
    /// <param name="luck">A stream of this contact's own.</param>
    /// <param name="now">The standing; moved on.</param>
    public static Outcome CarryOut(CarriedOut order, Traits traits, RandomStream luck, ref Standing now)
    {
        double reach = luck.Uniform(), take = luck.Uniform(), promise = luck.Uniform(), objection = luck.Uniform();
        var known = Responses.TryFind(order.Action, out var action);
        if (reach >= Reachability.Of(order.Channel, traits, now)) return new Outcome(order, false, false, true);
        // An action the world does not know is talk without an offer; who is about to leave takes nothing.
        if (!known || now.Ending != Ending.None) return new Outcome(order, true, false, true);
        var objects = objection < Responses.ObjectsTo(traits);
        var taken = !objects && take < Responses.Take(action, traits, now);
        var tone = IsNoted(action, true, taken, objects) ? Tones.Noted(traits.Response, luck.Split("tone")) : Tone.Untold;
        var kept = !taken || !Responses.IsPromise(action) || promise >= BrokenShare;
        var waived = now.WaivedWeeks;
        now = now.After(action, traits, taken);
        now.Weariness += 0.03;
        now.Objected |= objects;
        if (kept) return new Outcome(order, true, taken, true, objects) { Tone = tone };
        now.WaivedWeeks = waived;
        now.Discontent += BrokenPromise;
        return new Outcome(order, true, taken, false);
    }
}
