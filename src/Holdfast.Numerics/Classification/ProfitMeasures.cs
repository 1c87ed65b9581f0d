using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Classification;

/// <summary>What a retention campaign costs and brings, for <see cref="ProfitMeasures"/>. The defaults are those of the paper.</summary>
public sealed record CampaignEconomics
{
    /// <summary>First parameter of the beta distribution of the share of would-be leavers who accept the offer; 6 by default (with 14: 30 % accept on average). Above 0.</summary>
    public double AcceptanceAlpha { get; init; } = 6;

    /// <summary>Second parameter of that distribution; 14 by default. Above 0.</summary>
    public double AcceptanceBeta { get; init; } = 14;

    /// <summary>Lifetime value of a customer who stays, in money; 200 by default. Above 0.</summary>
    public double CustomerValue { get; init; } = 200;

    /// <summary>Cost of the offer to those who accept it, in money; 10 by default. 0 or more and below the customer's value.</summary>
    public double OfferCost { get; init; } = 10;

    /// <summary>Cost of contacting a customer, in money; 1 by default. 0 or more.</summary>
    public double ContactCost { get; init; } = 1;

    internal (double Offer, double Contact) Relative
    {
        get
        {
            Require.Positive(AcceptanceAlpha, nameof(AcceptanceAlpha));
            Require.Positive(AcceptanceBeta, nameof(AcceptanceBeta));
            Require.Positive(CustomerValue, nameof(CustomerValue));
            Require.NotNegative(ContactCost, nameof(ContactCost));
            Require.NotNegative(OfferCost, nameof(OfferCost));
            Require.That(OfferCost < CustomerValue, $"OfferCost is {OfferCost}; less than the customer's value of {CustomerValue} is allowed");
            return (OfferCost / CustomerValue, ContactCost / CustomerValue);
        }
    }
}

/// <summary>Profit of a campaign per customer, and the share of customers to contact for it.</summary>
/// <param name="Profit">Money per customer of the base, 0 or more: contacting nobody is always possible.</param>
/// <param name="Share">Share of customers with the highest scores to contact.</param>
public readonly record struct CampaignProfit(double Profit, double Share);

/// <summary>What a churn score is worth in money when the best share of customers is contacted.</summary>
/// <remarks>
/// Assumptions: 1. contacted leavers accept with probability gamma and then stay; contacted stayers all take the offer. 2. the profit per customer is CLV (gamma (1 - d) - f) p1 F1 - CLV (d + f) p0 F0, with d and f the costs over CLV, p1 and p0 the shares of leavers and stayers, F1 and F0 the shares of them contacted. 3. gamma is beta distributed.
/// <para>Source: Verbraken, Verbeke and Baesens 2013, IEEE TKDE 25:961 (maximum profit; expected maximum profit over the convex hull of the ROC curve, integral in closed form by incomplete beta functions).</para>
/// <para>Checked against: the R package EMP's empChurn and a direct numerical integration on twelve scores with ties; the Telco churn data; to 1e-6.</para>
/// <para>Cost: one sort and two incomplete beta functions per corner of the hull.</para>
/// </remarks>
public static class ProfitMeasures
{
    /// <summary>Profit at the best share to contact when acceptance is exactly its mean.</summary>
    /// <param name="scores">Finite; higher means likelier to leave.</param>
    /// <param name="labels">True for leavers.</param>
    /// <param name="economics">Costs and values.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or only one outcome occurs.</exception>
    public static CampaignProfit MaximumProfit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, CampaignEconomics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        var curve = new Hull(scores, labels, economics);
        var best = new CampaignProfit(0, 0);
        foreach (var corner in curve.Corners)
        {
            var profit = curve.Profit(corner, economics.AcceptanceAlpha / (economics.AcceptanceAlpha + economics.AcceptanceBeta));
            if (profit > best.Profit)
                best = new CampaignProfit(profit, curve.Share(corner));
        }
        return best;
    }

    /// <summary>Profit expected over the distribution of acceptance, each time at the share that is best for it; the share is the mean of these.</summary>
    /// <param name="scores">Finite; higher means likelier to leave.</param>
    /// <param name="labels">True for leavers.</param>
    /// <param name="economics">Costs and values.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or only one outcome occurs.</exception>
    public static CampaignProfit ExpectedMaximumProfit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, CampaignEconomics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        var curve = new Hull(scores, labels, economics);
        var (alpha, beta) = (economics.AcceptanceAlpha, economics.AcceptanceBeta);
        var (profit, share, from) = (0.0, 0.0, 0.0);
        for (var i = 0; i < curve.Corners.Count; i++)
        {
            // The corner is the best one from the acceptance at which it overtakes the one before to that of the next.
            var to = i + 1 < curve.Corners.Count ? Math.Clamp(curve.Overtakes(i), from, 1) : 1;
            var weight = BetaDistribution.Cumulative(to, alpha, beta) - BetaDistribution.Cumulative(from, alpha, beta);
            var mean = alpha / (alpha + beta) * (BetaDistribution.Cumulative(to, alpha + 1, beta) - BetaDistribution.Cumulative(from, alpha + 1, beta));
            // Profit is linear in the acceptance: its integral is that of the mean acceptance there.
            profit += weight * curve.Profit(curve.Corners[i], 0) + mean * (curve.Profit(curve.Corners[i], 1) - curve.Profit(curve.Corners[i], 0));
            share += weight * curve.Share(curve.Corners[i]);
            from = to;
        }
        return new CampaignProfit(profit, share);
    }

    /// <summary>The upper convex hull of the ROC curve, from nobody to everybody.</summary>
    sealed class Hull
    {
        readonly double _positives;
        readonly double _value;
        readonly double _offer;
        readonly double _contact;

        public Hull(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, CampaignEconomics economics)
        {
            (_offer, _contact) = economics.Relative;
            _value = economics.CustomerValue;
            foreach (var point in ClassificationMetrics.RocCurve(scores, labels))
            {
                while (Corners.Count > 1 && Turn(Corners[^2], Corners[^1], point) >= 0)
                    Corners.RemoveAt(Corners.Count - 1);
                Corners.Add(point);
            }
            _positives = (double)System.MemoryExtensions.Count(labels, true) / labels.Length;
        }

        public List<RocPoint> Corners { get; } = [];

        public double Share(RocPoint corner) => _positives * corner.TruePositiveRate + (1 - _positives) * corner.FalsePositiveRate;

        public double Profit(RocPoint corner, double acceptance) =>
            _value * ((acceptance * (1 - _offer) - _contact) * _positives * corner.TruePositiveRate - (_offer + _contact) * (1 - _positives) * corner.FalsePositiveRate);

        /// <summary>The acceptance at which the next corner becomes better than this one.</summary>
        public double Overtakes(int index)
        {
            var leavers = _positives * (Corners[index + 1].TruePositiveRate - Corners[index].TruePositiveRate);
            var stayers = (1 - _positives) * (Corners[index + 1].FalsePositiveRate - Corners[index].FalsePositiveRate);
            return leavers > 0 ? ((_offer + _contact) * stayers + _contact * leavers) / ((1 - _offer) * leavers) : 1;
        }

        // Above 0 where b lies below the line from a to c.
        static double Turn(RocPoint a, RocPoint b, RocPoint c) =>
            (b.FalsePositiveRate - a.FalsePositiveRate) * (c.TruePositiveRate - a.TruePositiveRate)
            - (b.TruePositiveRate - a.TruePositiveRate) * (c.FalsePositiveRate - a.FalsePositiveRate);
    }
}
