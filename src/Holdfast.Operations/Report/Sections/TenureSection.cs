using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Report.Sections;

/// <summary>When they leave (M2): hazard by tenure and the cohort triangle.</summary>
static class TenureSection
{
    const double MonthsShown = 48;
    static readonly int[] CohortMonths = [1, 2, 3, 6, 9, 12, 15, 18, 24, 30];

    public static Section Of(Measures measures)
    {
        var body = new SectionBody();
        if (measures.Tenure is { Answered: true, Result: { } tenure }) Hazard(body, tenure);
        else body.Unanswered(measures.Tenure.Why!);
        body.Heading("Cohorts: share still here, by quarter of joining");
        if (measures.Cohorts is { Answered: true, Result: { } cohorts }) Cohorts(body, cohorts);
        else body.Unanswered(measures.Cohorts.Why!);
        return new Section("tenure", "When", "When do customers leave?", body.ToString());
    }

    static void Hazard(SectionBody body, TenureReport tenure)
    {
        var told = new (string Name, Churned? Value)[] { ("day 90", tenure.By90Days), ("month 6", tenure.By6Months), ("the first year", tenure.By1Year), ("the second year", tenure.By2Years) };
        var known = told.Where(t => t.Value is not null).Select(t => $"{Figures.Percent(t.Value!.All)} by {t.Name}").ToList();
        body.Answer(known.Count > 0 ? $"Of new customers, {string.Join(", ", known)} are gone." : "Too few new customers were followed to say what share leaves early.");
        var bands = tenure.Bands.Where(b => b.VoluntaryPerMonth is not null && Months(b.FromDay) < MonthsShown).ToList();
        if (bands.Count > 1)
        {
            var high = Scale.RoundUp(bands.Max(b => Math.Min(b.VoluntaryPerMonth!.High, 3 * b.VoluntaryPerMonth.Value + 0.002)));
            var end = Math.Min(MonthsShown, Months(bands[^1].ToDay));
            var frame = new Frame(new Axis(0, end, "months since joining", v => Figures.Number(v, 0)), new Axis(0, high, "share of those at risk who leave by choice, per month", v => Figures.Percent(v, 1)));
            foreach (var (day, name) in new[] { (90, "day 90"), (365, "1 year"), (731, "2 years") }) if (Months(day) < end) frame.Mark(Months(day), name);
            foreach (var band in bands)
            {
                var rate = band.VoluntaryPerMonth!;
                frame.Point(Middle(band), new Interval(rate.Value, rate.Low, Math.Min(high, rate.High)), "series-1",
                    $"day {band.FromDay} to {band.ToDay}: {Figures.Percent(rate.Value, 2)} a month, {Figures.Count(band.Voluntary)} left");
            }

            frame.Curve([.. bands.Select(b => (Middle(b), b.VoluntaryPerMonth!.Value))], "series-1", "own choice");
            frame.Curve([.. bands.Where(b => b.InvoluntaryPerMonth is not null).Select(b => (Middle(b), b.InvoluntaryPerMonth!.Value))], "series-4", "other");
            body.Picture(frame.Drawing.ToSvg("Hazard of leaving by tenure, with 95 % intervals"));
        }

        body.Note(tenure.Caution ?? "");
        body.FoldedTable("The figures",
            [new("tenure, days"), new("exposure, months", true), new("left, own choice", true), new("left, other", true), new("hazard per month", true), new("gone by then", true)],
            tenure.Bands.Select(b => (IReadOnlyList<string>)[$"{b.FromDay}–{b.ToDay}", Figures.Count((long)Months(b.ExposureDays)), Figures.Count(b.Voluntary), Figures.Count(b.Involuntary),
                b.VoluntaryPerMonth is { } rate ? Figures.Percent(rate.Value, 2) : "–", b.ChurnedByEnd is { } gone ? Figures.Percent(gone) : "–"]));
    }

    static void Cohorts(SectionBody body, CohortTriangle triangle)
    {
        var months = CohortMonths.Where(m => triangle.Quarters.Any(q => q.Retained.Count > m && q.Retained[m] is not null)).ToList();
        if (months.Count == 0)
        {
            body.Unanswered("No cohort has been followed for a month yet.");
            return;
        }

        var rows = triangle.Quarters.Select(q => new CohortRow(q.Name, q.Size, [.. months.Select(m => m < q.Retained.Count ? q.Retained[m] : null)])).ToList();
        body.Picture(CohortChart.Draw(months, rows, "Cohort triangle: share of each quarter's new customers still here after so many months"));
        body.Note("A cell is empty until every customer of the cohort could have reached it.");
    }

    static double Months(double days) => days / Rate.DaysPerMonth;

    static double Middle(TenureBand band) => (Months(band.FromDay) + Months(band.ToDay)) / 2;
}
