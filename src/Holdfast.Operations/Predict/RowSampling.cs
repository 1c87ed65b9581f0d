using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>
/// Which rows are folded: all leavers and a drawn part of the others, which then weigh more; the rows of the test are drawn without
/// looking at the outcome. At most 250,000 rows in all. A row's fate depends on the customer's id and the cut-off alone.
/// </summary>
sealed record RowSampling(CutoffPlan Plan, double StayerShare, double LeaverShare, double TestShare)
{
    const int MostRows = 250_000;
    const int MostTestRows = 100_000;
    const int FewestStayers = 30_000;
    const int StayersPerLeaver = 8;
    const ulong Seed = 20;

    public static RowSampling For(CutoffPlan plan, LabelTable labels)
    {
        var folded = plan.Testing == Testing.CrossValidation;
        var test = labels.Count(plan.Cutoffs, cutoff => folded || plan.Tests(cutoff));
        var rest = labels.Count(plan.Cutoffs, cutoff => !folded && !plan.Tests(cutoff));
        var leavers = Math.Min(rest.Left, MostRows / 4);
        var stayers = Math.Min(Math.Max(FewestStayers, StayersPerLeaver * leavers), MostRows - MostTestRows - leavers);
        return new RowSampling(plan, Share(stayers, rest.Rows - rest.Left), Share(leavers, rest.Left), Share(MostTestRows, test.Rows));
    }

    /// <summary>The weight of a row; 0 where it is not folded.</summary>
    public float Weight(RandomStream customer, Day cutoff, Outcome outcome)
    {
        if (outcome == Outcome.LeftOut) return 0;
        var share = Plan.Testing == Testing.CrossValidation || Plan.Tests(cutoff) ? TestShare : outcome == Outcome.Left ? LeaverShare : StayerShare;
        return share >= 1 || customer.Split((ulong)cutoff.Number).Uniform() < share ? (float)(1 / share) : 0;
    }

    /// <summary>The draws of a customer.</summary>
    public static RandomStream Of(string customer) => new RandomStream(Seed).Split(customer);

    static double Share(long wanted, long there) => there <= wanted ? 1 : wanted / (double)there;
}
