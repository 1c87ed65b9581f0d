using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>The bank's contacts as the customer lives them.</summary>
static class Approaches
{
    /// <summary>One contact: reached or not, taken or not, and what it leaves behind.</summary>
    public static void Make(BankAction action, Drive drive, Living who, ref Standing now, Day day)
    {
        var reached = who.Luck.Uniform() < who.Traits.Reach;
        var taken = who.Luck.Uniform() < Responses.Take(action, who.Traits, now) && reached;
        var before = now;
        if (reached)
        {
            now = now.After(action, who.Traits, taken);
            now.Weariness += 0.03;
        }

        who.Note(day, Happening.Contacted, new Approach(action, reached, taken, drive).Packed);
        if (now.Services != before.Services) who.Note(day, Happening.ServiceBegan, (int)Responses.Opens(action)!.Value);
        if (now.Package != before.Package) who.Note(day, Happening.PackageRaised, now.Package);
    }
}
