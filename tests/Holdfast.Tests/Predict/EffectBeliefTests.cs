using Holdfast.Retention.Predict.Effects;

namespace Holdfast.Tests.Predict;

public sealed class EffectBeliefTests
{
    [Fact]
    public void Without_experiments_the_catalogue_is_believed()
    {
        var belief = EffectBelief.Of(0.25, []);
        Assert.Equal(Math.Log(0.75), belief.Shift, 12);
        Assert.Equal(Math.Sqrt(0.02), belief.Error, 12);
    }

    /// <summary>Worked by hand: found 0.3 less than assumed with error 0.1; shared part 0.01, own part 0.01, so 0.01 / (0.02 + 0.01) of it.</summary>
    [Fact]
    public void An_experiment_moves_its_relatives_by_a_part_of_what_it_found()
    {
        var belief = EffectBelief.Of(0.25, [(0.1, new EffectBelief(Math.Log(0.9) - 0.3, 0.1))]);
        Assert.Equal(Math.Log(0.75) - 0.1, belief.Shift, 12);
        Assert.Equal(Math.Sqrt(1 / (100.0 + 50) + 0.01), belief.Error, 12);
    }

    [Fact]
    public void A_small_experiment_keeps_little_of_what_it_found_and_a_large_one_nearly_all()
    {
        var before = EffectBelief.Of(0, []);
        Assert.InRange(before.After(new EffectBelief(-1, 1)).Shift, -0.02, -0.019);
        Assert.InRange(before.After(new EffectBelief(-1, 0.02)).Shift, -0.99, -0.97);
    }
}
