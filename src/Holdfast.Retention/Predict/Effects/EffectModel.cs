using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Regression;

namespace Holdfast.Retention.Predict.Effects;

/// <summary>
/// What an action changes for a customer (P4), from an experiment: log-odds of leaving = a + b risk + treated x (d0 + d1 (risk - mean)
/// + sum of dk traitk). d0 is the average effect; each other d is drawn to 0, that is to the average, by its own uncertainty.
/// </summary>
/// <remarks>
/// 1. Traits are at most <see cref="MostTraits"/>: those whose product with the outcome, weighted by arm, stands out by more than
/// 3.3 standard errors (the bound for a hundred candidates at 5 %).
/// 2. Drawing to the average: d x t^2 / (t^2 + se^2) with t = 0.3 on the log-odds, about a third more or less effect per standard deviation;
/// t = 0.1 for each unit of the risk's log-odds, of which customers differ by several.
/// 3. Analysed as assigned, not as reached.
/// 4. Where how customers sounded is told, the effect also grows with how inclined they are; what is believed of that before steadies it.
/// <b>Source</b>: Kuenzel 2019 (two-model learner, here with one shared baseline); Efron and Morris 1975 (shrinkage).
/// </remarks>
public sealed class EffectModel
{
    /// <summary>Fewest customers of each arm; below it the experiment tells nothing.</summary>
    public const int LeastOfArm = 100;

    /// <summary>Fewest leavers of both arms together.</summary>
    public const int LeastLeavers = 20;

    /// <summary>Most traits beside the risk that may change the effect.</summary>
    public const int MostTraits = 4;

    const double PriorDeviation = 0.3;
    const double RiskDeviation = 0.1;
    const double Noticed = 3.3;
    const double LeanDeviation = 0.1;
    static readonly double Normal80 = NormalDistribution.Quantile(0.9);

    readonly double _meanRisk;
    readonly int[] _traits;
    readonly double[] _shifts;
    readonly double[] _errors;
    readonly EffectBelief _lean;

    EffectModel(double meanRisk, int[] traits, double[] shifts, double[] errors, EffectBelief lean)
    {
        _lean = lean;
        _meanRisk = meanRisk;
        _traits = traits;
        _shifts = shifts;
        _errors = errors;
    }

    /// <summary>Places of the traits that change the effect.</summary>
    public IReadOnlyList<int> Traits => _traits;

    /// <summary>Average change of the log-odds of leaving; negative keeps customers.</summary>
    public double AverageShift => _shifts[0];

    /// <summary>Its standard error.</summary>
    public double AverageShiftError => _errors[0];

    /// <summary>The model whose average effect also heeds what was believed before; the catalogue's assumption steadies a small experiment.</summary>
    public EffectModel Heeding(EffectBelief before)
    {
        var average = before.After(new EffectBelief(_shifts[0], _errors[0]));
        return new EffectModel(_meanRisk, _traits, [average.Shift, .. _shifts[1..]], [average.Error, .. _errors[1..]], LeaningBefore(average.Shift).After(_lean));
    }

    /// <summary>A model without an experiment of its own: the same change of the log-odds for everybody.</summary>
    public static EffectModel OfBelief(EffectBelief belief) => new(0, [], [belief.Shift, 0], [belief.Error, 0], LeaningBefore(belief.Shift));

    /// <summary>
    /// What is believed, before any experiment, of how the effect grows with being inclined: a contact that keeps customers keeps those
    /// whom it inclines, so the effect is in proportion; one that drives away does it to others.
    /// </summary>
    static EffectBelief LeaningBefore(double averageShift) => new(Math.Min(0, averageShift), LeanDeviation);

    /// <summary>Fits an experiment; null where an arm is too small or too few left.</summary>
    /// <param name="trials">The customers.</param>
    /// <param name="traits">Row by row, the candidates: standardised, 0 where missing; empty for none.</param>
    public static EffectModel? Fit(IReadOnlyList<Trial> trials, IReadOnlyList<double[]> traits)
    {
        var treated = trials.Count(t => t.Treated);
        if (Math.Min(treated, trials.Count - treated) < LeastOfArm || trials.Count(t => t.Left) < LeastLeavers) return null;
        var meanRisk = trials.Average(t => t.Risk);
        var chosen = Chosen(trials, traits, treated / (double)trials.Count);
        var isLeanTold = trials.Any(t => t.Lean != trials[0].Lean);
        var width = (isLeanTold ? 4 : 3) + chosen.Length;
        var rows = new double[trials.Count * width];
        var labels = new double[trials.Count];
        for (var i = 0; i < trials.Count; i++)
        {
            var row = rows.AsSpan(i * width, width);
            row[0] = trials[i].Risk;
            labels[i] = trials[i].Left ? 1 : 0;
            if (!trials[i].Treated) continue;
            row[1] = 1;
            row[2] = trials[i].Risk - meanRisk;
            for (var k = 0; k < chosen.Length; k++) row[3 + k] = traits[i][chosen[k]];
            if (isLeanTold) row[^1] = trials[i].Lean - 1;
        }

        var fit = LogisticRegression.Fit(rows, width, labels, [], new LogisticOptions { Ridge = 1e-3 });
        var lean = isLeanTold ? new EffectBelief(fit.Coefficients[width - 1], fit.StandardErrors[width - 1]) : new EffectBelief(0, 1e6);
        return Drawn(meanRisk, chosen, fit, lean);
    }

    /// <summary>Fall of the probability of leaving if the action is taken, with its 80 % interval; negative where it drives away.</summary>
    /// <param name="probability">Calibrated probability without the action, 0..1.</param>
    /// <param name="traits">All candidates of the customer, standardised as in the fit.</param>
    /// <param name="times">How often the customer is reached and takes it, as a multiple of the mean; an action does nothing to those it does not reach.</param>
    /// <param name="lean">How much likelier than others the customer is to be inclined, 0 and up; 1 where nothing tells it.</param>
    public (double Effect, double Low, double High) Effect(double probability, ReadOnlySpan<double> traits, double times, double lean = 1)
    {
        var risk = Logistic.Logit(probability);
        var away = Math.Clamp(risk - _meanRisk, -3, 3);
        var more = lean - 1;
        var shift = _shifts[0] + _shifts[1] * away + _lean.Shift * more;
        var variance = _errors[0] * _errors[0] + _errors[1] * _errors[1] * away * away + _lean.Error * _lean.Error * more * more;
        for (var k = 0; k < _traits.Length; k++)
        {
            var trait = traits[_traits[k]];
            shift += _shifts[2 + k] * trait;
            variance += _errors[2 + k] * _errors[2 + k] * trait * trait;
        }

        var distance = Normal80 * Math.Sqrt(variance);
        return (Fall(shift), Fall(shift + distance), Fall(shift - distance));

        double Fall(double by) => probability - Logistic.Probability(risk + times * by);
    }

    static EffectModel Drawn(double meanRisk, int[] chosen, LogisticFit fit, EffectBelief lean)
    {
        var (shifts, errors) = (new double[2 + chosen.Length], new double[2 + chosen.Length]);
        (shifts[0], errors[0]) = (fit.Coefficients[1], fit.StandardErrors[1]);
        for (var k = 1; k < shifts.Length; k++)
        {
            var (value, variance) = (fit.Coefficients[1 + k], fit.StandardErrors[1 + k] * fit.StandardErrors[1 + k]);
            var prior = k == 1 ? RiskDeviation * RiskDeviation : PriorDeviation * PriorDeviation;
            var kept = prior / (prior + variance);
            shifts[k] = kept * value;
            errors[k] = Math.Sqrt(kept * variance);
        }

        return new EffectModel(meanRisk, chosen, shifts, errors, lean);
    }

    static int[] Chosen(IReadOnlyList<Trial> trials, IReadOnlyList<double[]> traits, double share)
    {
        if (traits.Count == 0 || traits[0].Length == 0) return [];
        var outcomes = trials.Select(t => (t.Left ? 1 : 0) * (t.Treated ? 1 / share : -1 / (1 - share))).ToArray();
        var mean = outcomes.Average();
        var strengths = Enumerable.Range(0, traits[0].Length).Select(k => (Trait: k, Strength: Strength(outcomes, mean, traits, k)));
        return [.. strengths.Where(s => s.Strength > Noticed).OrderByDescending(s => s.Strength).ThenBy(s => s.Trait).Take(MostTraits).Select(s => s.Trait)];
    }

    /// <summary>Correlation of a trait with the outcome weighted by arm, in standard errors.</summary>
    static double Strength(double[] outcomes, double mean, IReadOnlyList<double[]> traits, int k)
    {
        double sum = 0, squares = 0, traitMean = 0;
        for (var i = 0; i < outcomes.Length; i++) traitMean += traits[i][k] / outcomes.Length;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var product = (outcomes[i] - mean) * (traits[i][k] - traitMean);
            sum += product;
            squares += product * product;
        }

        return squares > 0 ? Math.Abs(sum) / Math.Sqrt(squares) : 0;
    }
}
