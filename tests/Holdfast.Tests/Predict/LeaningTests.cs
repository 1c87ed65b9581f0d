using Holdfast.Numerics;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Effects;

namespace Holdfast.Tests.Predict;

public sealed class LeaningTests
{
    [Fact]
    public void What_the_least_inclined_show_is_politeness()
    {
        // 19 of 20 sound inclined in a tenth of contacts, one in a half: mean 0.12, of which 0.1 is politeness.
        var leaning = Leaning.Of([.. Enumerable.Repeat(0.1, 19), 0.5]);
        Assert.Equal(0.1, leaning.Polite, 12);
        Assert.Equal(0.12, leaning.Mean, 12);
        Assert.Equal(0, leaning.Lean(0.1), 9);
        Assert.Equal(0, leaning.Lean(0.02), 9);
        Assert.Equal(1, leaning.Lean(0.12), 9);
        Assert.Equal(2, leaning.Lean(0.14), 9);
        Assert.Equal(Leaning.Most, leaning.Lean(0.5), 9);
    }

    [Fact]
    public void Where_nothing_tells_customers_apart_everybody_is_the_mean_customer()
    {
        Assert.Equal(1, Leaning.Untold.Lean(0.3));
        Assert.Equal(1, Leaning.Of([]).Lean(0.3));
        Assert.Equal(1, Leaning.Of([.. Enumerable.Repeat(0.2, 50)]).Lean(0.9));
    }

    [Fact]
    public void A_contact_is_believed_to_keep_those_whom_it_inclines()
    {
        var model = EffectModel.OfBelief(new EffectBelief(Math.Log(0.9), 0.1));
        var (mean, inclined, others) = (model.Effect(0.2, [], 1).Effect, model.Effect(0.2, [], 1, 3).Effect, model.Effect(0.2, [], 1, 0).Effect);
        Assert.InRange(inclined, 2.5 * mean, 3 * mean);
        Assert.Equal(0, others, 12);
        // What drives away is no better for whoever sounds inclined.
        var driving = EffectModel.OfBelief(new EffectBelief(Math.Log(1.1), 0.1));
        Assert.Equal(driving.Effect(0.2, [], 1).Effect, driving.Effect(0.2, [], 1, 3).Effect, 12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_large_experiment_tells_whether_the_inclined_are_kept(bool areKept)
    {
        var model = EffectModel.Fit(Experiment(areKept), [.. Enumerable.Repeat(Array.Empty<double>(), 40_000)])!.Heeding(EffectBelief.Of(0.1, []));
        var (inclined, others) = (model.Effect(0.2, [], 1, 2).Effect, model.Effect(0.2, [], 1, 0).Effect);
        if (areKept) Assert.InRange(inclined - others, 0.08, 0.14);
        else Assert.InRange(inclined - others, -0.02, 0.02);
    }

    /// <summary>A fifth leave; treated, of the inclined half of these, or a quarter of all, stay.</summary>
    static List<Trial> Experiment(bool areKept)
    {
        var draw = new RandomStream(4);
        return
        [
            .. Enumerable.Range(0, 40_000).Select(_ =>
            {
                var (treated, lean) = (draw.Bernoulli(0.5), draw.Bernoulli(0.5) ? 2.0 : 0.0);
                var kept = !treated ? 1 : areKept ? lean == 2 ? 0.5 : 1 : 0.75;
                return new Trial(treated, Math.Log(0.25), draw.Bernoulli(0.2 * kept)) { Lean = lean };
            }),
        ];
    }
}
