using Holdfast.Numerics.Lifetime;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record BgBbRequest : PurchaseRequest
{
    /// <summary>One row per kind of customer: column with how many customers each row stands for. Default: one.</summary>
    public string? Count { get; init; }

    /// <summary>Opportunities ahead, separated by commas, at which to tell expected purchases. Default: as many as the longest history.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Discount rate per opportunity, above 0: also tells all purchases to come, discounted (DERT). Default: not told.</summary>
    public double? Discount { get; init; }
}

/// <summary>The model and what it expects.</summary>
/// <param name="Parameters">The fitted parameters alpha, beta (buying), gamma, delta (leaving).</param>
/// <param name="LogLikelihood">Log-likelihood.</param>
/// <param name="Aic">Akaike's criterion, smaller is better.</param>
/// <param name="Settled">Whether the search found a maximum that the data determine.</param>
/// <param name="Customers">Customers counted.</param>
/// <param name="New">Expected purchases of a new customer by each number of opportunities.</param>
/// <param name="Kinds">What is expected of each kind of customer.</param>
public sealed record BgBbResult(
    IReadOnlyList<ModelParameter> Parameters, double LogLikelihood, double Aic, bool Settled, long Customers, IReadOnlyList<ExpectedPurchases> New, IReadOnlyList<DonorForecast> Kinds) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return ModelParameter.Table(Parameters);
        yield return new TextTable("A new customer", ["opportunities", "expected purchases"], [.. New.Select(n => (string[])[StudyText.Number(n.Time), StudyText.Number(n.Purchases)])]);
        yield return new TextTable("Kinds of customers", ["frequency", "recency", "opportunities", "customers", "alive next", StudyText.Say($"expected in {New[^1].Time:G6}"), "discounted"],
            [.. Kinds.Select(k => (string[])[StudyText.Count(k.Frequency), StudyText.Count(k.Recency), StudyText.Count(k.Opportunities), StudyText.Count(k.Customers), StudyText.Number(k.ProbabilityAlive), StudyText.Number(k.Expected[^1].Purchases), StudyText.Number(k.DiscountedResidual)])]);
    }
}

/// <summary>Customers with the same history.</summary>
/// <param name="Frequency">Opportunities at which they bought.</param>
/// <param name="Recency">The last of them; 0 for none.</param>
/// <param name="Opportunities">Opportunities they had.</param>
/// <param name="Customers">How many they are.</param>
/// <param name="ProbabilityAlive">Probability to be there at the next opportunity, as BTYD tells it.</param>
/// <param name="ProbabilityAliveNow">Probability to have been there at the last opportunity.</param>
/// <param name="Expected">Expected purchases to come.</param>
/// <param name="DiscountedResidual">All purchases to come, discounted; null without --discount.</param>
public sealed record DonorForecast(
    int Frequency, int Recency, int Opportunities, long Customers, double ProbabilityAlive, double ProbabilityAliveNow, IReadOnlyList<ExpectedPurchases> Expected, double? DiscountedResidual);

/// <summary>How often customers will buy who can do so once per period, such as donors or members (BG/BB).</summary>
public static class StudyBgBb
{
    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static BgBbResult Run(BgBbRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        if (request.Discount is { } rate && !(rate > 0 && double.IsFinite(rate))) throw HoldfastException.OfRequest(StudyText.Say($"--discount: found {rate}; a number above 0 is allowed."));
        var (table, kinds, notes) = request.Date is null ? OfRows(request, file, cancel) : OfLog(request, file, cancel);
        if (kinds.Count == 0) throw new HoldfastException($"{request.File}: no customer was observed for a whole period; the model needs at least one opportunity.");
        var times = request.At.Count > 0 ? [.. request.At.Select(Whole)] : (int[])[kinds.Max(k => k.Customer.Opportunities)];
        var fit = BgBb.Fit(kinds);
        file.Draw(() => Draw(fit.Model, times.Max()), "Expected purchases of a new customer by number of opportunities.");
        var customers = kinds.Sum(k => k.Count);
        return new BgBbResult(ModelParameter.Of(["alpha", "beta", "gamma", "delta"], fit.Parameters, request.Alpha), fit.LogLikelihood, fit.Aic, fit.Convergence.Settled, customers,
            [.. times.Select(t => new ExpectedPurchases(t, fit.Model.ExpectedPurchases(t)))], [.. kinds.Select(k => Forecast(k, fit.Model, times, request.Discount))])
        {
            Words = [StudyText.Say($"{customers} customers, {kinds.Sum(k => k.Count * (long)k.Customer.Frequency)} purchases. A customer who is there buys at {StudyText.Percent(fit.Model.Alpha / (fit.Model.Alpha + fit.Model.Beta))} of the opportunities and leaves at {StudyText.Percent(fit.Model.Gamma / (fit.Model.Gamma + fit.Model.Delta))} of them on average; a new one is expected to buy {fit.Model.ExpectedPurchases(times[^1]):F2} times in {times[^1]}.")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = [.. notes, .. ModelParameter.Caution(fit.Convergence)],
        };
    }

    static DonorForecast Forecast((OpportunitySummary Customer, long Count) kind, BgBb model, int[] times, double? rate) => new(
        kind.Customer.Frequency, kind.Customer.Recency, kind.Customer.Opportunities, kind.Count, model.ProbabilityAlive(kind.Customer), model.ProbabilityAlive(kind.Customer, 0),
        [.. times.Select(t => new ExpectedPurchases(t, model.ExpectedPurchases(kind.Customer, t)))], rate is { } discount ? model.DiscountedResidual(kind.Customer, discount) : null);

    // Opportunity k is the k-th whole period after the first purchase; what happens in the unfinished last one is not looked at.
    static (StudyTable Table, List<(OpportunitySummary Customer, long Count)> Kinds, IReadOnlyList<string> Notes) OfLog(BgBbRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Customer is null) throw HoldfastException.OfRequest("--customer is missing: a purchase log needs --customer and --date.");
        var log = PurchaseLog.Read(request, file, null, cancel);
        var length = PurchaseLog.Length(request.Period);
        var summaries = log.Customers.Select(customer =>
        {
            var opportunities = (int)Math.Floor((log.Until - customer.Days[0]) / length);
            var bought = customer.Days.Skip(1).Select(day => (int)Math.Ceiling((day - customer.Days[0]) / length)).Where(k => k <= opportunities).Distinct().ToList();
            return new OpportunitySummary(bought.Count, bought.Count > 0 ? bought[^1] : 0, opportunities);
        }).ToList();
        var early = summaries.Count(s => s.Opportunities == 0);
        var notes = new List<string>(log.Notes) { StudyText.Say($"An opportunity is one of the {PurchaseLog.Word(request.Period)} after the first purchase; the unfinished last one does not count.") };
        if (early > 0) notes.Add($"{early} customers who first bought less than a period before the end were left out.");
        return (log.Table, [.. summaries.Where(s => s.Opportunities > 0).GroupBy(s => s).OrderBy(g => g.Key.Opportunities).ThenBy(g => g.Key.Frequency).ThenBy(g => g.Key.Recency).Select(g => (g.Key, (long)g.Count()))], notes);
    }

    static (StudyTable Table, List<(OpportunitySummary Customer, long Count)> Kinds, IReadOnlyList<string> Notes) OfRows(BgBbRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Frequency is null || request.Recency is null || request.Age is null)
            throw HoldfastException.OfRequest("columns are missing: give --customer and --date of a purchase log, or --frequency, --recency and --age (opportunities) with one row per customer or kind of customer.");
        var table = file.Read([request.Frequency, request.Recency, request.Age, request.Count], cancel);
        var (x, last, n) = (table.Counts(request.Frequency), table.Counts(request.Recency), table.Counts(request.Age));
        var counts = request.Count is null ? [.. Enumerable.Repeat(1L, table.Rows)] : table.Counts(request.Count);
        for (var row = 0; row < table.Rows; row++)
        {
            if (n[row] > 100_000) throw StudyColumns.Wrong(table, row, request.Age, "at most 100,000 opportunities");
            if (n[row] < 1) throw StudyColumns.Wrong(table, row, request.Age, "1 opportunity or more");
            if (last[row] > n[row]) throw StudyColumns.Wrong(table, row, request.Recency, $"at most the {n[row]} opportunities of the row");
            if (x[row] > last[row] || (x[row] == 0) != (last[row] == 0)) throw StudyColumns.Wrong(table, row, request.Frequency, "1 to the recency of the row, or 0 where that is 0");
        }

        var kinds = Enumerable.Range(0, table.Rows).GroupBy(row => new OpportunitySummary((int)x[row], (int)last[row], (int)n[row])).Select(g => (g.Key, g.Sum(row => counts[row]))).ToList();
        return (table, kinds, table.Notes);
    }

    static int Whole(double time) => time >= 1 && time <= 100_000 && time == Math.Floor(time) ? (int)time
        : throw HoldfastException.OfRequest(StudyText.Say($"--at: found {time}; whole numbers of opportunities from 1 to 100000 are allowed."));

    static Drawing Draw(BgBb model, int last)
    {
        var points = Enumerable.Range(0, last + 1).Select(k => (X: (double)k, Y: model.ExpectedPurchases(k))).ToList();
        return new Frame(new Axis(0, last, "opportunities", StudyText.Mark), new Axis(0, Scale.RoundUp(points[^1].Y), "expected purchases", StudyText.Mark)).Curve(points, StudyPlot.Series(0), "new customer").Drawing;
    }
}
