using Holdfast.Numerics.Lifetime;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Study;

/// <summary>The days on which one customer bought, ascending, and what was spent on each.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Days">Days with a purchase.</param>
/// <param name="Amounts">Sum of each day; all 0 where no amounts were asked for.</param>
sealed record PurchaseDays(string Customer, IReadOnlyList<Day> Days, IReadOnlyList<double> Amounts);

/// <summary>
/// A purchase log by the convention of the buy-till-you-die literature: purchases of one day are one; the first is not counted, it only
/// starts the clock; times are days / length of the period, not rounded; observation ends at one day for all.
/// </summary>
sealed class PurchaseLog
{
    PurchaseLog(StudyTable table, IReadOnlyList<PurchaseDays> customers, Day until, IReadOnlyList<string> notes) =>
        (Table, Customers, Until, Notes) = (table, customers, until, notes);

    public StudyTable Table { get; }

    public IReadOnlyList<PurchaseDays> Customers { get; }

    /// <summary>The last day observed.</summary>
    public Day Until { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <summary>Days of a period.</summary>
    public static double Length(PurchasePeriod period) => period switch { PurchasePeriod.Day => 1, PurchasePeriod.Week => 7, _ => 30.4375 };

    /// <summary>The period in words.</summary>
    public static string Word(PurchasePeriod period) => period switch { PurchasePeriod.Day => "days", PurchasePeriod.Week => "weeks", _ => "months" };

    /// <summary>Reads a log.</summary>
    /// <exception cref="HoldfastException">The file, a column or a date is wrong.</exception>
    public static PurchaseLog Read(PurchaseRequest request, StudyFile file, string? amount, CancellationToken cancel)
    {
        var table = file.Read([request.Customer, request.Date, amount], cancel);
        var (names, days) = (table.Column(request.Customer!), table.Days(request.Date!));
        var amounts = amount is null ? new double[table.Rows] : table.Numbers(amount);
        var until = request.Until is null ? table.Whole.LastDay(request.Date!) : Day.TryParse(request.Until, out var day) ? day
            : throw HoldfastException.OfRequest($"--until: found '{request.Until}'; a date such as 2026-03-31 is allowed.");
        var used = Enumerable.Range(0, table.Rows).Where(row => days[row] <= until).ToArray();
        if (used.Length == 0) throw HoldfastException.OfRequest($"--until: no purchase in {request.File} is on or before {until.Date:yyyy-MM-dd}; the first is on {days.Min().Date:yyyy-MM-dd}.");
        var notes = new List<string>(table.Notes) { StudyText.Say($"Observed until {until.Date:yyyy-MM-dd}; times are in {Word(request.Period)}.") };
        if (used.Length < table.Rows) notes.Add($"{table.Rows - used.Length} purchases after that day were left out.");
        var customers = used.GroupBy(row => names[row]!, StringComparer.Ordinal).Select(rows => Merge(rows.Key, rows, days, amounts)).ToList();
        var merged = used.Length - customers.Sum(customer => customer.Days.Count);
        if (merged > 0) notes.Add($"{merged} purchases on a day with another one by the same customer were added to it.");
        return new PurchaseLog(table, customers, until, notes);
    }

    /// <summary>What the models need to know of a customer.</summary>
    public PurchaseSummary Summary(PurchaseDays customer, PurchasePeriod period) => new(
        customer.Days.Count - 1, (customer.Days[^1] - customer.Days[0]) / Length(period), (Until - customer.Days[0]) / Length(period));

    static PurchaseDays Merge(string customer, IEnumerable<int> rows, Day[] days, double[] amounts)
    {
        var byDay = rows.GroupBy(row => days[row]).OrderBy(day => day.Key).Select(day => (Day: day.Key, Amount: day.Sum(row => amounts[row]))).ToList();
        return new PurchaseDays(customer, [.. byDay.Select(d => d.Day)], [.. byDay.Select(d => d.Amount)]);
    }
}

/// <summary>Customers of a study of purchases, whichever way they were told.</summary>
/// <param name="Names">The customers.</param>
/// <param name="Summaries">What is known of each.</param>
/// <param name="Table">The file.</param>
/// <param name="Unit">Unit of time in words.</param>
/// <param name="Notes">What was done to the file.</param>
sealed record PurchaseCustomers(IReadOnlyList<string> Names, PurchaseSummaries Summaries, StudyTable Table, string Unit, IReadOnlyList<string> Notes)
{
    /// <summary>Reads a log where a date is given, else one row per customer.</summary>
    /// <exception cref="HoldfastException">Options are missing, or the file is wrong.</exception>
    public static PurchaseCustomers Read(PurchaseRequest request, StudyFile file, CancellationToken cancel)
    {
        if (request.Date is not null)
        {
            if (request.Customer is null) throw HoldfastException.OfRequest("--customer is missing: a purchase log needs --customer and --date.");
            var log = PurchaseLog.Read(request, file, null, cancel);
            var summaries = log.Customers.Select(customer => log.Summary(customer, request.Period)).ToArray();
            return new PurchaseCustomers([.. log.Customers.Select(c => c.Customer)], Of(summaries), log.Table, PurchaseLog.Word(request.Period), log.Notes);
        }

        if (request.Frequency is null || request.Recency is null || request.Age is null)
            throw HoldfastException.OfRequest("columns are missing: give --customer and --date of a purchase log, or --frequency, --recency and --age with one row per customer.");
        var table = file.Read([request.Customer, request.Frequency, request.Recency, request.Age], cancel);
        var names = request.Customer is { } column ? table.Column(column).Select(name => name!) : Enumerable.Range(1, table.Rows).Select(row => StudyText.Count(row));
        return new PurchaseCustomers([.. names], new PurchaseSummaries(table.Numbers(request.Frequency), table.Numbers(request.Recency), table.Numbers(request.Age)), table, "units of the age column", table.Notes);
    }

    static PurchaseSummaries Of(PurchaseSummary[] rows) =>
        new(Array.ConvertAll(rows, r => r.Frequency), Array.ConvertAll(rows, r => r.Recency), Array.ConvertAll(rows, r => r.Age));
}
