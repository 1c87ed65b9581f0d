using Holdfast.Numerics.Experiments;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to plan.</summary>
public sealed record PowerRequest : IGroupedStudy
{
    /// <summary>File with one row per customer as they are today, from which the base is taken: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the outcome: yes or no (or 1 and 0), or a number.</summary>
    public required string Outcome { get; init; }

    /// <summary>The change worth finding, in the outcome's unit: 0.02 is two percentage points of a share. Not 0.</summary>
    public required double Difference { get; init; }

    /// <summary>Customers per group: tells the power instead of the size.</summary>
    public double? PerGroup { get; init; }

    /// <summary>Probability to find the change if it is there. Default 0.8.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>Probability to find a change that is not there. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the power by size into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The plan.</summary>
/// <param name="Kind">share or mean.</param>
/// <param name="Base">Share or mean of today.</param>
/// <param name="Deviation">Standard deviation of the outcome.</param>
/// <param name="Changed">Share or mean with the change.</param>
/// <param name="PerGroup">Customers needed per group, not rounded; with --per-group those given.</param>
/// <param name="Power">Power at that size.</param>
/// <param name="Arcsine">For shares: customers per group by the arcsine approximation; null for means and with --per-group.</param>
public sealed record PowerResult(string Kind, double Base, double Deviation, double Changed, double PerGroup, double Power, double? Arcsine) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["base", "changed", "deviation", "per group", "power", "per group, arcsine"],
            [[StudyText.Number(Base), StudyText.Number(Changed), StudyText.Number(Deviation), StudyText.Number(PerGroup), StudyText.Number(Power), StudyText.Number(Arcsine)]]);
    }
}

/// <summary>How many customers a trial needs to find a change of a share or a mean, from what customers do today.</summary>
public static class StudyPower
{
    /// <summary>Plans a trial on a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static PowerResult Run(PowerRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        if (request.PerGroup is { } n && !(n > 1 && double.IsFinite(n))) throw HoldfastException.OfRequest(StudyText.Say($"--per-group: found {n}; a number above 1 is allowed."));
        if (request.Difference == 0 || !double.IsFinite(request.Difference)) throw HoldfastException.OfRequest("--difference: a number other than 0 is allowed.");
        var table = file.Read([StudyColumns.EventColumn(request.Outcome).Column], cancel);
        var isShare = request.Outcome.Contains('=', StringComparison.Ordinal) || !Array.TrueForAll(table.Whole.Column(request.Outcome), text => double.TryParse(text, out var v) && v is not 0 and not 1)
            && Array.TrueForAll(table.Whole.Column(request.Outcome), IsEvent);
        var values = isShare ? Array.ConvertAll(table.Events(request.Outcome), e => e ? 1.0 : 0) : table.Numbers(request.Outcome);
        var moments = Moments.Of(values);
        var plan = isShare ? OfShare(request, moments.Mean) : OfMean(request, moments);
        file.Draw(() => Draw(plan, request), "Power by customers per group.");
        return plan with
        {
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = table.Notes,
            Words = [StudyText.Say($"Today the {plan.Kind} is {plan.Base:G6}. To tell it from {plan.Changed:G6} with a probability of {StudyText.Percent(plan.Power)}, {Math.Ceiling(plan.PerGroup - 1e-9):F0} customers per group are needed (two sides, alpha {request.Alpha:G3}, one look at the end).")],
        };
    }

    static PowerResult OfShare(PowerRequest request, double share)
    {
        var (changed, target) = (share + request.Difference, new PowerTarget { Power = request.Power, Alpha = request.Alpha });
        if (share is <= 0 or >= 1) throw new HoldfastException(StudyText.Say($"the share of today is {share:G6}; a share that never varies cannot be planned with."));
        if (changed is <= 0 or >= 1) throw HoldfastException.OfRequest(StudyText.Say($"--difference: {request.Difference:G6} makes the share of {share:G6} to {changed:G6}; above 0 and below 1 is allowed."));
        var size = request.PerGroup ?? PowerAnalysis.ProportionsSize(share, changed, target);
        return new PowerResult("share", share, Math.Sqrt(share * (1 - share)), changed, size, PowerAnalysis.ProportionsPower(share, changed, size, request.Alpha), request.PerGroup is null ? PowerAnalysis.ArcsineSize(share, changed, target) : null)
        { Words = [], RowsRead = 0, Rows = 0, Notes = [] };
    }

    static PowerResult OfMean(PowerRequest request, Moments moments)
    {
        var deviation = Math.Sqrt(moments.Variance);
        if (!(deviation > 0)) throw new HoldfastException("the outcome does not vary; at least two different values are needed.");
        var size = request.PerGroup ?? PowerAnalysis.MeansSize(request.Difference, deviation, new PowerTarget { Power = request.Power, Alpha = request.Alpha });
        return new PowerResult("mean", moments.Mean, deviation, moments.Mean + request.Difference, size, PowerAnalysis.MeansPower(request.Difference, deviation, size, request.Alpha), null)
        { Words = [], RowsRead = 0, Rows = 0, Notes = [] };
    }

    static Drawing Draw(PowerResult plan, PowerRequest request)
    {
        double At(double n) => plan.Kind == "share" ? PowerAnalysis.ProportionsPower(plan.Base, plan.Changed, n, request.Alpha) : PowerAnalysis.MeansPower(request.Difference, plan.Deviation, n, request.Alpha);
        var last = 2 * Math.Max(2, plan.PerGroup);
        var frame = new Frame(new Axis(0, last, "customers per group", StudyText.Mark), new Axis(0, 1, "power", share => StudyText.Percent(share)));
        return frame.Curve([.. Enumerable.Range(1, 60).Select(k => last * k / 60).Where(n => n > 1).Select(n => (n, At(n)))], StudyPlot.Series(0)).Mark(plan.PerGroup, StudyText.Mark(plan.PerGroup)).Drawing;
    }

    static bool IsEvent(string? text) => text is not null && (text is "0" or "1" || text.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "T" or "F" or "Y" or "N");
}
