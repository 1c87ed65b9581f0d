using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Value;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Retention.Predict;

/// <summary>A customer's score with what it was made from.</summary>
/// <param name="Score">The score.</param>
/// <param name="Row">All features of the catalogue.</param>
/// <param name="MarginSource">Where the margin was read from.</param>
public sealed record Scored(CustomerScore Score, double[] Row, MarginSource MarginSource);

/// <summary>
/// Scores one customer: the nightly batch is this, customer by customer, so that batch and live agree bit for bit. Not safe for
/// use by several threads at once: each takes its own.
/// </summary>
/// <param name="catalogue">The features.</param>
/// <param name="model">The model.</param>
/// <param name="baseline">Baseline hazard by tenure.</param>
/// <param name="business">Horizons, costs and definitions of churn.</param>
public sealed class ChurnScorer(FeatureCatalogue catalogue, ChurnModel model, TenureHazard baseline, Business business)
{
    const int MostReasons = 3;

    /// <summary>The score of a customer as of a day; null for one who is no customer then.</summary>
    /// <param name="history">The customer's facts.</param>
    /// <param name="asOf">The day: facts that happened or were learned on it or later do not exist.</param>
    public Scored? Score(History history, Day asOf)
    {
        if (Window.LifeAt(history, business, asOf) is not { } life) return null;
        var view = history.AsOf(asOf.Start);
        var row = new double[catalogue.Features.Count];
        catalogue.Fold(view, life, asOf, row);
        var narrowed = model.Narrowed(row);
        var margin = model.Risk.Margin(narrowed);
        var (monthlyMargin, source) = ExpectedMargin.Of(view, life, asOf, business);
        var reasons = model.Reasons(narrowed, catalogue.Features, MostReasons, business.MinorDigits);
        return new Scored(Valued(history.Customer, life.TenureDays(asOf), margin, monthlyMargin) with { Reasons = reasons }, row, source);
    }

    CustomerScore Valued(string customer, int tenureDays, double margin, long monthlyMargin)
    {
        var (horizon, months, discount) = (business.Horizons.ChurnDays, business.Horizons.ValueMonths, business.Costs.DiscountPerYear);
        var probability = model.Calibration.Probability(margin);
        var (low, high) = model.Calibration.Interval(margin);
        var life = new RemainingLife(baseline, tenureDays, probability, horizon);
        var lost = monthlyMargin * (life.Worth(months, discount, isKept: true) - life.WorthIfLost(months, discount));
        return new CustomerScore(
            customer,
            tenureDays,
            probability,
            low,
            high,
            life.MonthlyHazard,
            life.MedianMonths(),
            monthlyMargin,
            (long)Math.Round(monthlyMargin * life.Worth(months, discount, isKept: false)),
            (long)Math.Round(probability * Math.Max(0, lost)),
            []);
    }
}
