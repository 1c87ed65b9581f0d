using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Month-end states: level, trend and run-down of the balance, margin, arrears.</summary>
static class BalanceFeatures
{
    const string Balance = "balance";
    const string Margin = "margin";
    const string Arrears = "arrears";

    public static IEnumerable<Feature> Of() =>
    [
        new("balance", Balance, Money, "The balance is {0}.", s => Told(s, s.Positions.Newest.Balance)),
        new("balance_mean_3m", Balance, Money, "The balance over three months is {0} on average.", s => Told(s, Mean(s.Positions, 3, m => m.Balance))),
        new("balance_against_3m", Balance, Ratio, "The balance is {0} that of three months before.", s => Against(s.Positions, 3)),
        new("balance_against_6m", Balance, Ratio, "The balance is {0} that of six months before.", s => Against(s.Positions, 6)),
        new("balance_against_peak_12m", Balance, Ratio, "The balance is {0} its highest of the last year.", s => AgainstPeak(s.Positions)),
        new("balance_volatility_12m", Balance, Number, "Swing of the balance against its mean: {0}.", s => Volatility(s.Positions)),
        new("balance_falling_months", Balance, Count, "Months in a row in which the balance fell: {0}.", s => Told(s, FallingMonths(s.Positions))),
        new("balance_months_left", Balance, Number, "At the pace of the last three months the balance lasts for so many months: {0}.", s => MonthsLeft(s.Positions)),
        new("limit_used", Balance, Share, "Of the limit, {0} is used.", s => LimitUsed(s.Positions)),
        new("months_without_state", Balance, Count, "Months since the last month-end state: {0}.", s => Formula.Known(s.Positions.MonthsOld)),
        new("arrears", Arrears, Money, "Overdue: {0}.", s => Told(s, s.Positions.Newest.Arrears)),
        new("months_in_arrears_12m", Arrears, Count, "Months in arrears in the last year: {0}.", s => Told(s, MonthsInArrears(s.Positions))),
        new("margin_3m", Margin, Money, "Margin a month over three months, on average: {0}.", s => Told(s, Mean(s.Positions, 3, m => m.Margin))) { Use = FeatureUse.Unspoken },
        new("margin_against_6m", Margin, Money, "Margin a month of the last three months less that of the last nine: {0}.", s => Told(s, Mean(s.Positions, 3, m => m.Margin) - Mean(s.Positions, 9, m => m.Margin))) { Use = FeatureUse.Unspoken },
        new("revenue_3m", Margin, Money, "Revenue a month over three months, on average: {0}.", s => Told(s, Mean(s.Positions, 3, m => m.Revenue))) { Use = FeatureUse.Unspoken },
        new("cost_to_serve_3m", Margin, Money, "Cost of serving a month over three months, on average: {0}.", s => Told(s, Mean(s.Positions, 3, m => m.CostToServe))) { Use = FeatureUse.Unspoken },
    ];

    static double Told(FeatureScan scan, double value) => scan.Positions.Any ? value : double.NaN;

    static double Mean(PositionScan positions, int months, Func<PositionScan.Sums, long> of)
    {
        long sum = 0, told = 0;
        for (var i = 0; i < months; i++)
        {
            var month = positions.Back(i);
            if (!month.Told) continue;
            sum += of(month);
            told++;
        }

        return Formula.Share(sum, told);
    }

    static double Against(PositionScan positions, int months)
    {
        var before = positions.Back(months);
        return before.Told && before.Balance > 0 ? positions.Newest.Balance / (double)before.Balance : double.NaN;
    }

    static double AgainstPeak(PositionScan positions)
    {
        var peak = 0L;
        for (var i = 0; i < PositionScan.Months; i++) peak = Math.Max(peak, positions.Back(i).Balance);
        return peak > 0 ? positions.Newest.Balance / (double)peak : double.NaN;
    }

    static double Volatility(PositionScan positions)
    {
        var told = positions.Told;
        long sum = 0;
        Int128 squares = 0;
        for (var i = 0; i < PositionScan.Months; i++)
        {
            var balance = positions.Back(i).Balance;
            sum += balance;
            squares += (Int128)balance * balance;
        }

        if (told < 3 || sum <= 0) return double.NaN;
        return Math.Sqrt(Math.Max(0, (double)(squares * told - (Int128)sum * sum))) / sum;
    }

    static int FallingMonths(PositionScan positions)
    {
        var months = 0;
        while (months + 1 < PositionScan.Months && positions.Back(months + 1) is { Told: true } before && positions.Back(months).Balance < before.Balance) months++;
        return months;
    }

    // NaN where the balance does not fall or is gone already.
    static double MonthsLeft(PositionScan positions)
    {
        var (now, before) = (positions.Newest.Balance, positions.Back(3));
        return before.Told && now > 0 && before.Balance > now ? 3.0 * now / (before.Balance - now) : double.NaN;
    }

    static double LimitUsed(PositionScan positions)
    {
        var newest = positions.Newest;
        return newest.Limit > 0 ? Math.Abs(newest.Balance) / (double)newest.Limit : double.NaN;
    }

    static int MonthsInArrears(PositionScan positions)
    {
        var months = 0;
        for (var i = 0; i < PositionScan.Months; i++) months += positions.Back(i).Arrears > 0 ? 1 : 0;
        return months;
    }
}
