using System.Globalization;
using Holdfast.Numerics;

namespace Holdfast.Simulation.Bank;

/// <summary>Draws what the customer file says of a person: related to what the customer is like, never the same.</summary>
static class Profiles
{
    static readonly string[] Occupations = ["teacher", "clerk", "engineer", "driver", "nurse", "trader", "farmer", "retired", "student", "self-employed"];
    static readonly string[] Educations = ["primary", "secondary", "college", "university", ""];

    /// <summary>The profile of a customer.</summary>
    public static Profile Draw(World world, Traits traits, RandomStream luck)
    {
        var language = Words.Languages[luck.Categorical([0.3, 0.22, 0.16, 0.14, 0.18])];
        var household = world.StreamOf(traits.Index / 2, "pair").Bernoulli(0.3) ? traits.Index / 2 : world.Settings.Customers + traits.Index;
        var income = Math.Log(traits.Income / 1_500) + 0.25 * luck.Normal();
        var risk = traits.Risk + 0.7 * luck.Normal();
        return new Profile(
            traits.Index,
            traits.Company,
            traits.Company ? Names.Pick(language, luck) + " Ltd" : Names.Pick(language, luck),
            traits.Joined - (int)(traits.Age * 365.25) - luck.Index(200),
            language,
            household,
            1 + world.BranchOf(traits.Index) / 3,
            Math.Clamp((int)Math.Floor(3.5 + income / 0.4), 1, 5),
            "ABCDE"[Math.Clamp((int)Math.Floor(2.5 + risk), 0, 4)],
            Occupations[luck.Index(Occupations.Length)],
            Educations[luck.Index(Educations.Length)],
            (CareNote)luck.Categorical([0.985, 0.009, 0.006]));
    }

    /// <summary>The ways to reach a customer; not all work, not all may be used.</summary>
    public static void Reach(Traits traits, RandomStream luck, List<ReachRow> rows)
    {
        var number = (traits.Index * 7_919L + 1_000_000) % 9_000_000;
        var works = luck.Bernoulli(0.06) ? 'U' : 'W';
        rows.Add(new ReachRow(traits.Joined, "phone", string.Create(CultureInfo.InvariantCulture, $"+999 555 {number:0000000}"), luck.Bernoulli(0.5), works, luck.Bernoulli(0.86)));
        if (luck.Uniform() < 1 / (1 + Math.Exp(-0.4 - 0.9 * traits.Digital)))
            rows.Add(new ReachRow(traits.Joined, "email", string.Create(CultureInfo.InvariantCulture, $"customer{traits.Index}@example.org"), luck.Bernoulli(0.4), luck.Bernoulli(0.08) ? 'B' : 'W', luck.Bernoulli(0.7)));
        rows.Add(new ReachRow(traits.Joined, "letter", string.Create(CultureInfo.InvariantCulture, $"{1 + number % 200} Long Street, {10_000 + traits.Index % 900}"), false, 'W', luck.Bernoulli(0.93)));
    }
}
