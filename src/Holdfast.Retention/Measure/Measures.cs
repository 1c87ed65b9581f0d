using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Everything the measure stage says; <c>measure/measure.json</c>. Money in minor units, shares 0..1, days yyyy-MM-dd.</summary>
/// <param name="AsOf">The day of the run.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="MinorDigits">Digits of the minor unit.</param>
/// <param name="RecordsSince">First day from which every leaver is told.</param>
/// <param name="SettledUntil">Ends before it are all known.</param>
/// <param name="MoneyFrom">Customers by where their money is told: positions, prices, sales or none.</param>
/// <param name="Customers">How many there are and were.</param>
/// <param name="Retention">Who stays, by period and cut (M1, M9).</param>
/// <param name="Revenue">What stays of revenue, margin and balance (M1).</param>
/// <param name="Tenure">When they leave (M2).</param>
/// <param name="Cohorts">Cohort triangle.</param>
/// <param name="Reasons">Why they leave (M4).</param>
/// <param name="BreakEven">When they have paid (M6).</param>
/// <param name="Profit">How profit is spread (M7).</param>
/// <param name="Funnel">What became of those we tried to keep (M10).</param>
/// <param name="Audit">What leavers had in common against stayers (M5).</param>
/// <param name="MassEndings">Days with more closings of a product than the workspace lets pass.</param>
public sealed record Measures(
    Day AsOf,
    string Currency,
    int MinorDigits,
    Day RecordsSince,
    Day SettledUntil,
    IReadOnlyDictionary<string, long> MoneyFrom,
    CustomerCounts Customers,
    Answer<RetentionReport> Retention,
    Answer<RevenueReport> Revenue,
    Answer<TenureReport> Tenure,
    Answer<CohortTriangle> Cohorts,
    Answer<LeavingReasons> Reasons,
    Answer<BreakEven> BreakEven,
    Answer<ProfitConcentration> Profit,
    Answer<Funnel> Funnel,
    Answer<ChurnAudit> Audit,
    IReadOnlyList<MassEnding> MassEndings);

/// <summary>How many customers there are and were.</summary>
/// <param name="Parties">Parties with any fact.</param>
/// <param name="Ever">Parties that ever were customers.</param>
/// <param name="Now">Customers on the as-of day.</param>
/// <param name="Left">Who were and are not: the last life ended otherwise than administratively.</param>
/// <param name="MovedOut">Whose last life ended administratively.</param>
/// <param name="Voluntary">Of those who left, by choice.</param>
/// <param name="ShareLeft">Left / (ever - moved out).</param>
public sealed record CustomerCounts(long Parties, long Ever, long Now, long Left, long MovedOut, long Voluntary, Share? ShareLeft);

/// <summary>What stays of revenue, margin and balance (M1).</summary>
/// <param name="LastYear">The last 12 settled months; null where they are not told.</param>
/// <param name="Months">Calendar months.</param>
/// <param name="Years">Calendar years that are over.</param>
public sealed record RevenueReport(RevenueRetention? LastYear, IReadOnlyList<RevenueRetention> Months, IReadOnlyList<RevenueRetention> Years);
