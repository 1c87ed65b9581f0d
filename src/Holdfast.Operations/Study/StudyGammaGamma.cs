using Holdfast.Numerics.Lifetime;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to estimate.</summary>
public sealed record GammaGammaRequest : PurchaseRequest
{
    /// <summary>Purchase log: column with the amount of a purchase.</summary>
    public string? Amount { get; init; }

    /// <summary>One row per customer: column with the mean spend per repeat purchase.</summary>
    public string? Value { get; init; }
}

/// <summary>The model of spend.</summary>
/// <param name="Parameters">The fitted parameters p, q, v (v is called gamma in the literature).</param>
/// <param name="LogLikelihood">Log-likelihood.</param>
/// <param name="Aic">Akaike's criterion, smaller is better.</param>
/// <param name="Settled">Whether the search found a maximum that the data determine.</param>
/// <param name="Used">Customers with a repeat purchase and a spend above 0: those the model was fitted to.</param>
/// <param name="MeanSpend">Mean spend per purchase over all customers; null where it does not exist (q at most 1).</param>
/// <param name="Correlation">Correlation of repeat purchases and mean spend, which the model takes to be about 0.</param>
/// <param name="Customers">What to expect of each customer.</param>
public sealed record GammaGammaResult(
    IReadOnlyList<ModelParameter> Parameters, double LogLikelihood, double Aic, bool Settled, int Used, double? MeanSpend, double Correlation, IReadOnlyList<CustomerSpend> Customers) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return ModelParameter.Table(Parameters);
        yield return new TextTable("Customers", ["customer", "purchases", "mean spend", "expected spend"],
            [.. Customers.Select(c => (string[])[c.Customer, StudyText.Number(c.Frequency), StudyText.Number(c.MeanSpend), StudyText.Number(c.ExpectedSpend)])]);
    }
}

/// <summary>One customer's spend.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Frequency">Repeat purchases.</param>
/// <param name="MeanSpend">Their mean amount; null without one.</param>
/// <param name="ExpectedSpend">Spend per purchase to expect; null where it does not exist.</param>
public sealed record CustomerSpend(string Customer, double Frequency, double? MeanSpend, double? ExpectedSpend);

/// <summary>What a customer spends per purchase, between the customer's own mean and that of all (Gamma-Gamma).</summary>
public static class StudyGammaGamma
{
    static readonly int[] Shown = [1, 3, 10];

    /// <summary>Fits the model to a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static GammaGammaResult Run(GammaGammaRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        var spend = request.Date is null ? OfCustomers(request, file, cancel) : OfLog(request, file, cancel);
        var used = Enumerable.Range(0, spend.Names.Count).Where(i => spend.Frequency[i] > 0 && spend.Mean[i] > 0).ToArray();
        if (used.Length == 0) throw new HoldfastException($"{request.File}: no customer has a repeat purchase with a spend above 0; the model needs some.");
        double[] x = spend.Frequency.At(used), means = spend.Mean.At(used);
        var fit = GammaGamma.Fit(x, means);
        var (model, correlation, without) = (fit.Model, GammaGamma.Correlation(x, means), Enumerable.Range(0, spend.Names.Count).Count(i => spend.Frequency[i] > 0 && spend.Mean[i] <= 0));
        file.Draw(() => Draw(model, means), "Spend to expect by a customer's own mean, after one, three and ten purchases.");
        var notes = new List<string>(spend.Notes);
        if (without > 0) notes.Add($"{without} customers with repeat purchases of 0 or less on average were left out of the fit.");
        if (Math.Abs(correlation) > 0.3) notes.Add(StudyText.Say($"Purchases and spend are correlated ({correlation:F2}); the model takes them to be independent, so read its figures with care."));
        return new GammaGammaResult(ModelParameter.Of(["p", "q", "v"], fit.Parameters, request.Alpha), fit.LogLikelihood, fit.Aic, fit.Convergence.Settled, used.Length,
            StudyText.Finite(model.MeanSpend), correlation, [.. Enumerable.Range(0, spend.Names.Count).Select(i => Customer(spend, i, model))])
        {
            Words = [StudyText.Say($"Over all customers a purchase is worth {StudyText.Number(StudyText.Finite(model.MeanSpend))} on average; fitted to {used.Length} customers who bought again. Their own means are drawn towards that, the more the fewer purchases they are of.")],
            RowsRead = spend.Table.RowsRead,
            Rows = spend.Table.Rows,
            Notes = [.. notes, .. ModelParameter.Caution(fit.Convergence)],
        };
    }

    static CustomerSpend Customer(Spend spend, int i, GammaGamma model)
    {
        var known = spend.Frequency[i] > 0 && spend.Mean[i] > 0;
        return new CustomerSpend(spend.Names[i], spend.Frequency[i], spend.Frequency[i] > 0 ? spend.Mean[i] : null, StudyText.Finite(known ? model.ExpectedSpend(spend.Frequency[i], spend.Mean[i]) : model.MeanSpend));
    }

    // The first purchase starts the clock and is left out here too, so that spend and frequency speak of the same purchases.
    static Spend OfLog(GammaGammaRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Customer is null || request.Amount is null) throw HoldfastException.OfRequest("columns are missing: a purchase log needs --customer, --date and --amount.");
        var log = PurchaseLog.Read(request, file, request.Amount, cancel);
        return new Spend([.. log.Customers.Select(c => c.Customer)], [.. log.Customers.Select(c => c.Days.Count - 1.0)], [.. log.Customers.Select(c => c.Days.Count > 1 ? c.Amounts.Skip(1).Average() : 0)], log.Table, log.Notes);
    }

    static Spend OfCustomers(GammaGammaRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Frequency is null || request.Value is null)
            throw HoldfastException.OfRequest("columns are missing: give --customer, --date and --amount of a purchase log, or --frequency and --value with one row per customer.");
        var table = file.Read([request.Customer, request.Frequency, request.Value], cancel);
        var names = request.Customer is { } column ? table.Column(column).Select(name => name!) : Enumerable.Range(1, table.Rows).Select(row => StudyText.Count(row));
        return new Spend([.. names], table.Numbers(request.Frequency), table.Numbers(request.Value), table, table.Notes);
    }

    static Drawing Draw(GammaGamma model, double[] means)
    {
        var most = means.Order().ElementAt((int)(0.95 * (means.Length - 1)));
        var lines = Shown.Select(x => (Count: x, Points: Enumerable.Range(1, 40).Select(k => (X: most * k / 40, Y: model.ExpectedSpend(x, most * k / 40))).Where(p => double.IsFinite(p.Y)).ToList())).ToList();
        var frame = new Frame(new Axis(0, most, "own mean spend", StudyText.Mark), new Axis(0, Scale.RoundUp(Math.Max(most, lines.SelectMany(l => l.Points).Select(p => p.Y).DefaultIfEmpty(most).Max())), "spend to expect", StudyText.Mark));
        for (var i = 0; i < lines.Count; i++) frame.Curve(lines[i].Points, StudyPlot.Series(i), StudyText.Count(lines[i].Count) + " purchases");
        return frame.Drawing;
    }

    sealed record Spend(IReadOnlyList<string> Names, double[] Frequency, double[] Mean, StudyTable Table, IReadOnlyList<string> Notes);
}
