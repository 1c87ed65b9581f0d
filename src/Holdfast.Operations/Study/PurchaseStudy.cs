using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record PurchaseModelRequest : PurchaseRequest
{
    /// <summary>Times ahead, separated by commas, at which to tell expected purchases. Default: one year of a log, else the longest age.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Continuous discount rate per unit of time, above 0: also tells all purchases to come, discounted (DERT). Default: not told.</summary>
    public double? Discount { get; init; }
}

/// <summary>The model and what it expects.</summary>
/// <param name="Parameters">The fitted parameters.</param>
/// <param name="LogLikelihood">Log-likelihood, without the constant of the counts, as BTYD and CLVTools report it.</param>
/// <param name="Aic">Akaike's criterion, smaller is better.</param>
/// <param name="Settled">Whether the search found a maximum that the data determine.</param>
/// <param name="Repeaters">Customers with a repeat purchase.</param>
/// <param name="RepeatPurchases">Repeat purchases seen.</param>
/// <param name="ExpectedRepeatPurchases">Repeat purchases the model expects of all customers over the times they were observed.</param>
/// <param name="MeanProbabilityAlive">Mean over the customers of the probability not to have left.</param>
/// <param name="New">Expected repeat purchases of a new customer by each time.</param>
/// <param name="Customers">What is expected of each customer.</param>
public sealed record PurchaseModelResult(
    IReadOnlyList<ModelParameter> Parameters, double LogLikelihood, double Aic, bool Settled, int Repeaters, double RepeatPurchases, double ExpectedRepeatPurchases,
    double MeanProbabilityAlive, IReadOnlyList<ExpectedPurchases> New, IReadOnlyList<CustomerForecast> Customers) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return ModelParameter.Table(Parameters);
        yield return new TextTable("A new customer", ["time", "expected repeat purchases"], [.. New.Select(n => (string[])[StudyText.Number(n.Time), StudyText.Number(n.Purchases)])]);
        var last = New[^1].Time;
        yield return new TextTable("Customers", ["customer", "frequency", "recency", "age", "alive", StudyText.Say($"expected in {last:G6}"), "discounted"],
            [.. Customers.Select(c => (string[])[c.Customer, StudyText.Number(c.Frequency), StudyText.Number(c.Recency), StudyText.Number(c.Age), StudyText.Number(c.ProbabilityAlive), StudyText.Number(c.Expected[^1].Purchases), StudyText.Number(c.DiscountedResidual)])]);
    }
}

/// <summary>Purchases expected within a time.</summary>
/// <param name="Time">The time ahead.</param>
/// <param name="Purchases">Expected purchases within it.</param>
public sealed record ExpectedPurchases(double Time, double Purchases);

/// <summary>One customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Frequency">Repeat purchases.</param>
/// <param name="Recency">Time of the last one.</param>
/// <param name="Age">Time observed.</param>
/// <param name="ProbabilityAlive">Probability not to have left at the end of observation.</param>
/// <param name="Expected">Expected purchases after it.</param>
/// <param name="DiscountedResidual">All purchases to come, discounted; null without --discount.</param>
public sealed record CustomerForecast(
    string Customer, double Frequency, double Recency, double Age, double ProbabilityAlive, IReadOnlyList<ExpectedPurchases> Expected, double? DiscountedResidual);

/// <summary>A fitted model of purchases, whichever it is.</summary>
sealed record FittedPurchases(
    IReadOnlyList<string> Names, Estimate[] Parameters, double LogLikelihood, double Aic, Convergence Convergence,
    Func<PurchaseSummary, double> Alive, Func<PurchaseSummary, double, double> Expected, Func<double, double> New, Func<PurchaseSummary, double, double> Discounted);

/// <summary>Runs a model of purchases on a file.</summary>
static class PurchaseStudy
{
    public static PurchaseModelResult Run(PurchaseModelRequest request, Func<PurchaseSummaries, FittedPurchases> fit, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        if (request.Discount is { } rate && !(rate > 0 && double.IsFinite(rate))) throw HoldfastException.OfRequest(StudyText.Say($"--discount: found {rate}; a number above 0 is allowed."));
        if (request.At.Any(t => !(t >= 0 && double.IsFinite(t)))) throw HoldfastException.OfRequest("--at: times from 0 on are allowed.");
        var customers = PurchaseCustomers.Read(request, file, cancel);
        var rows = customers.Summaries;
        var model = fit(rows);
        IReadOnlyList<double> times = request.At.Count > 0 ? request.At : [request.Date is null ? rows.Age.Max() : 364 / PurchaseLog.Length(request.Period)];
        var forecasts = new List<CustomerForecast>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if ((i & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            forecasts.Add(Forecast(customers.Names[i], rows[i], model, times, request.Discount));
        }

        var seen = rows.Frequency.Sum();
        var expected = rows.Age.GroupBy(age => age).Sum(age => age.Count() * model.New(age.Key));
        file.Draw(() => Draw(model, times.Max(), customers.Unit), "Expected repeat purchases of a new customer by time since the first purchase.");
        var result = new PurchaseModelResult(
            ModelParameter.Of(model.Names, model.Parameters, request.Alpha), model.LogLikelihood, model.Aic, model.Convergence.Settled, rows.Frequency.Count(x => x > 0), seen, expected,
            forecasts.Average(f => f.ProbabilityAlive), [.. times.Select(t => new ExpectedPurchases(t, model.New(t)))], forecasts)
        { Words = [], RowsRead = customers.Table.RowsRead, Rows = customers.Table.Rows, Notes = [.. customers.Notes, .. ModelParameter.Caution(model.Convergence)] };
        return result with { Words = Say(result, customers.Unit) };
    }

    static CustomerForecast Forecast(string name, PurchaseSummary customer, FittedPurchases model, IReadOnlyList<double> times, double? rate) => new(
        name, customer.Frequency, customer.Recency, customer.Age, model.Alive(customer), [.. times.Select(t => new ExpectedPurchases(t, model.Expected(customer, t)))],
        rate is { } discount ? model.Discounted(customer, discount) : null);

    static IReadOnlyList<string> Say(PurchaseModelResult result, string unit)
    {
        var (time, total) = (result.New[^1].Time, result.Customers.Sum(c => c.Expected[^1].Purchases));
        return
        [
            StudyText.Say($"Of {result.Customers.Count} customers, {result.Repeaters} bought again: {result.RepeatPurchases:G6} repeat purchases; the model expects {result.ExpectedRepeatPurchases:F1} over the times observed."),
            StudyText.Say($"On average a customer is still there with a probability of {StudyText.Percent(result.MeanProbabilityAlive)}. In the next {time:G6} ({unit}) all of them together are expected to buy {total:F1} times; a new customer {result.New[^1].Purchases:F2} times after the first."),
        ];
    }

    static Drawing Draw(FittedPurchases model, double last, string unit)
    {
        var points = Enumerable.Range(0, 81).Select(k => (X: last * k / 80, Y: model.New(last * k / 80))).ToList();
        var frame = new Frame(new Axis(0, last, $"time since the first purchase ({unit})", StudyText.Mark), new Axis(0, Scale.RoundUp(points[^1].Y), "expected repeat purchases", StudyText.Mark));
        return frame.Curve(points, StudyPlot.Series(0), "new customer").Drawing;
    }
}
