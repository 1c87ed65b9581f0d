namespace Holdfast.Numerics.Lifetime;

/// <summary>When in a period money flows.</summary>
public enum PaymentTiming
{
    /// <summary>At the beginning: the first period's money is not discounted and everybody pays it; period t is weighted S(t - 1) / (1 + d)^(t - 1).</summary>
    Start,

    /// <summary>At the end: only who is still there then pays; period t is weighted S(t) / (1 + d)^t.</summary>
    End,
}

/// <summary>What a customer brings and costs per period, in one currency.</summary>
/// <param name="Margin">Margin per period, from the first on.</param>
/// <param name="CostToServe">Cost to serve per period.</param>
/// <param name="ExpectedCreditLoss">Probability of default x loss given default x exposure, per period; all 0 without credit.</param>
public sealed record PeriodMoney(double[] Margin, double[] CostToServe, double[] ExpectedCreditLoss);

/// <summary>Value of a customer under contract: the sum over periods of survival x (margin - cost to serve - expected credit loss), discounted.</summary>
/// <param name="Total">The value over all periods given.</param>
/// <param name="Cumulative">The value up to each period.</param>
/// <remarks>
/// Assumptions: 1. survival is that of the customer or group valued. 2. margins do not depend on how long the customer stays. 3. beyond the periods given nothing is counted.
/// <para>Source: Gupta and Lehmann 2003, Journal of Interactive Marketing 17:9; Basel II, paragraph 212 (EL = PD x LGD x EAD).</para>
/// <para>Checked against: the sums of sBG, which margins of 1 without costs reproduce.</para>
/// <para>Cost: O(periods).</para>
/// </remarks>
public sealed record ContractualValue(double Total, double[] Cumulative)
{
    /// <summary>Values a customer.</summary>
    /// <param name="survival">Share still there after period 1, 2, ..., never rising; S(0) = 1 is understood.</param>
    /// <param name="money">Money per period, as long as <paramref name="survival"/>.</param>
    /// <param name="rate">Discount rate per period, 0 or more.</param>
    /// <param name="timing">When money flows.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public static ContractualValue Of(ReadOnlySpan<double> survival, PeriodMoney money, double rate, PaymentTiming timing)
    {
        CheckSurvival(survival);
        var net = Net(money, survival.Length);
        Require.NotNegative(rate, nameof(rate));
        var cumulative = new double[net.Length];
        double sum = 0, discount = timing == PaymentTiming.Start ? 1 : 1 / (1 + rate);
        for (var t = 0; t < net.Length; t++, discount /= 1 + rate)
        {
            var there = timing == PaymentTiming.End ? survival[t] : t == 0 ? 1 : survival[t - 1];
            cumulative[t] = sum += there * net[t] * discount;
        }
        return new ContractualValue(sum, cumulative);
    }

    /// <summary>
    /// When a customer has paid back what it cost to win: the first period after which a customer who is still there has brought at least
    /// the cost, discounted, and the probability to get so far.
    /// </summary>
    /// <param name="survival">As for <see cref="Of"/>.</param>
    /// <param name="money">As for <see cref="Of"/>.</param>
    /// <param name="rate">Discount rate per period, 0 or more.</param>
    /// <param name="timing">When money flows.</param>
    /// <param name="costToWin">Cost of acquisition, 0 or more.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public static BreakEven PaysBack(ReadOnlySpan<double> survival, PeriodMoney money, double rate, PaymentTiming timing, double costToWin)
    {
        Require.NotNegative(costToWin, nameof(costToWin));
        var expected = Of(survival, money, rate, timing).Cumulative;
        var certain = new double[survival.Length];
        certain.AsSpan().Fill(1);
        var stayer = Of(certain, money, rate, timing).Cumulative;
        if (costToWin == 0)
            return new BreakEven(0, 1, 0);
        var first = Array.FindIndex(stayer, v => v >= costToWin);
        var probability = first < 0 ? 0 : timing == PaymentTiming.End ? survival[first] : first == 0 ? 1 : survival[first - 1];
        var mean = Array.FindIndex(expected, v => v >= costToWin);
        return new BreakEven(first < 0 ? null : first + 1, probability, mean < 0 ? null : mean + 1);
    }

    static double[] Net(PeriodMoney money, int periods)
    {
        ArgumentNullException.ThrowIfNull(money);
        foreach (var (values, name) in new[] { (money.Margin, "margin"), (money.CostToServe, "cost to serve"), (money.ExpectedCreditLoss, "expected credit loss") })
        {
            Require.Length(values.Length, periods, name);
            Require.Finite(values, name);
        }
        var net = new double[periods];
        for (var t = 0; t < periods; t++)
            net[t] = money.Margin[t] - money.CostToServe[t] - money.ExpectedCreditLoss[t];
        return net;
    }

    static void CheckSurvival(ReadOnlySpan<double> survival)
    {
        Require.Some(survival.Length, nameof(survival));
        Require.Shares(survival, nameof(survival));
        for (var t = 1; t < survival.Length; t++)
            Require.That(survival[t] <= survival[t - 1], $"survival[{t}] is {survival[t]}; at most the {survival[t - 1]} before it is allowed");
    }
}

/// <summary>When a customer has paid back the cost to win it.</summary>
/// <param name="Period">Period (from 1) after which a customer who stays has paid back; 0 when nothing is to be paid back; null when never in the periods given.</param>
/// <param name="Probability">Probability that a new customer stays long enough to pay back; 0 when never.</param>
/// <param name="ExpectedPeriod">Period after which customers have paid back on average, those who left included; null when never in the periods given.</param>
public sealed record BreakEven(int? Period, double Probability, int? ExpectedPeriod);
