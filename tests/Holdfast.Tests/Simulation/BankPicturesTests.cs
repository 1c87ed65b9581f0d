using System.Globalization;
using System.Xml.Linq;
using Holdfast.Operations.Report.Charts;
using Holdfast.Simulation.Bank;
using Holdfast.Simulation.Bank.Aims;

namespace Holdfast.Tests.Simulation;

/// <summary>The pictures of docs/sample-bank.md. With HOLDFAST_UPDATE=1 they are written instead of compared.</summary>
public sealed class BankPicturesTests
{
    const string Style = "<style>text{font-family:system-ui,'Noto Sans',sans-serif;font-size:13px;fill:#222}.tick,.axis-title{fill:#666;font-size:11.5px}"
        + ".grid{stroke:#e6e6e6}.axis{stroke:#888}.mark{stroke:#888;stroke-dasharray:2 3}.curve{fill:none;stroke-width:2;stroke:#0072b2}"
        + ".curve.series-2{stroke:#d55e00}.bar,.dot{fill:#0072b2}.bar.series-2{fill:#d55e00}.bar.series-3{fill:#999}"
        + "text.label.series-1{fill:#0072b2}text.label.series-2{fill:#d55e00}</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";

    static readonly string Folder = Path.Combine(Workspaces.House.Root, "docs", "pictures", "sample-bank");

    [Fact]
    public void The_hazard_by_tenure_shows_the_first_weeks_and_the_end_of_promotions() => Keep("hazard-by-tenure", () =>
    {
        var frame = new Frame(Months(36, "month of tenure"), new Axis(0, 0.08, "hazard a month", Percent));
        frame.Mark(13, "promotion ends");
        frame.Curve(Hazards(Census.Of.Without), "series-2").Curve(Hazards(Census.Of.Lives), "series-1");
        frame.Drawing.Text(frame.X.Of(16), frame.Y.Of(0.038), "promotions end", "label series-1");
        return frame.Drawing.Text(frame.X.Of(14), frame.Y.Of(0.005), "they do not", "label series-2").ToSvg("Hazard of leaving by month of tenure, with and without promotion ends");
    });

    [Fact]
    public void Revenue_is_skewed() => Keep("revenue", () =>
    {
        var revenues = Census.Of.Revenues;
        var bars = revenues.Select((count, i) => new Bar(i + 1 < revenues.Count ? $"{Census.LowerOf(i):0} to {Census.LowerOf(i + 1):0}" : $"{Census.LowerOf(i):0} and more", count, $"{count:0}")).ToList();
        return BarChart.Draw(bars, "Customers by revenue of the last year; each class is half as wide again as the one before");
    });

    [Fact]
    public void The_best_fifth_earns_most_and_a_third_loses() => Keep("whale", () =>
    {
        var margins = Census.Of.Margins;
        var total = margins.Sum();
        long sum = 0;
        var points = new List<(double X, double Y)> { (0, 0) };
        for (var i = 0; i < margins.Count; i++)
        {
            sum += margins[i];
            if (i % 50 == 49 || i == margins.Count - 1) points.Add(((i + 1.0) / margins.Count, (double)sum / total));
        }

        var frame = new Frame(new Axis(0, 1, "customers, best first", Percent), new Axis(0, 1.2, "share of profit", Percent));
        return frame.Mark(0.2, "best fifth").Curve(points, "series-1", "last year").Drawing.ToSvg("Share of the last year's profit earned by the best customers");
    });

    [Fact]
    public void The_week_has_its_rhythm() => Keep("weekdays", () =>
    {
        string[] names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        var days = Census.Of.Rhythm.Weekdays;
        return BarChart.Draw([.. names.Select((name, i) => new Bar(name, days[i], Percent((double)days[i] / days.Sum())))], "Card payments by day of the week");
    });

    [Fact]
    public void December_stands_out() => Keep("months", () =>
    {
        var months = Census.Of.Rhythm.Months;
        var frame = new Frame(new Axis(0, 35, "month", m => m % 12 == 0 ? $"Jan {2023 + m / 12:0}" : "Jul") { Marks = [0, 6, 12, 18, 24, 30] }, new Axis(0, Scale.RoundUp(months.Max()), "card payments a month", v => v.ToString("#,0", CultureInfo.InvariantCulture)));
        return frame.Curve([.. months.Select((count, i) => ((double)i, (double)count))], "series-1").Drawing.ToSvg("Card payments by month");
    });

    [Fact]
    public void Cash_is_taken_when_the_salary_has_come() => Keep("pay-day", () =>
    {
        var days = Census.Of.Rhythm.SincePay;
        var frame = new Frame(new Axis(0, 27, "days since the salary", v => v.ToString("0", CultureInfo.InvariantCulture)), new Axis(0, Scale.RoundUp(days.Max()), "withdrawals", v => v.ToString("#,0", CultureInfo.InvariantCulture)));
        return frame.Curve([.. days.Select((count, i) => ((double)i, (double)count))], "series-1").Drawing.ToSvg("Withdrawals by days since the salary came");
    });

    [Fact]
    public void The_true_causes_of_leaving_are_many() => Keep("causes", () =>
    {
        var causes = Census.Of.Exits.GroupBy(e => e.True).OrderByDescending(g => g.Count());
        return BarChart.Draw([.. causes.Select(g => new Bar(Name(g.Key), g.Count(), g.Count().ToString("#,0", CultureInfo.InvariantCulture)))], "True causes of closed relationships");
    });

    [Fact]
    public void Clerks_code_some_reasons_rightly_and_a_third_as_other() => Keep("reasons", () =>
    {
        var bars = Census.Of.Exits.Where(e => e.True < ExitCode.Death).GroupBy(e => e.True).OrderByDescending(g => g.Count()).SelectMany(g => new[]
        {
            new Bar(Name(g.Key) + ": coded so", g.Count(e => e.Coded == g.Key), Share(g, e => e.Coded == g.Key)),
            new Bar("as other", g.Count(e => e.Coded == ExitCode.Other), Share(g, e => e.Coded == ExitCode.Other), "series-3"),
            new Bar("as something else", g.Count(e => e.Coded != g.Key && e.Coded != ExitCode.Other), Share(g, e => e.Coded != g.Key && e.Coded != ExitCode.Other), "series-2"),
        });
        return BarChart.Draw([.. bars], "How clerks code the true reasons of those who close");
    });

    static void Keep(string name, Func<string> draw)
    {
        var svg = draw();
        svg = svg.Insert(svg.IndexOf('>', StringComparison.Ordinal) + 1, Style) + "\n";
        var path = Path.Combine(Folder, name + ".svg");
        if (GeneratedDocs.IsUpdate)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, svg);
        }

        Assert.True(svg.Length < 20_000, $"{name}.svg has {svg.Length} characters");
        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == svg, $"{path} is out of step: run the tests with HOLDFAST_UPDATE=1 and commit it");
    }

    static List<(double X, double Y)> Hazards(LifeTable lives) =>
        [.. Enumerable.Range(1, 36).Select(month => (month - 0.5, lives.HazardIn(month, month)))];

    static Axis Months(int last, string title) => new(0, last, title, v => v.ToString("0", CultureInfo.InvariantCulture)) { Marks = [.. Enumerable.Range(0, last / 6 + 1).Select(i => 6.0 * i)] };

    static string Share(IEnumerable<(ExitCode True, ExitCode Coded)> exits, Func<(ExitCode True, ExitCode Coded), bool> isSuch) => Percent(exits.Average(e => isSuch(e) ? 1.0 : 0));

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    static string Name(ExitCode reason) => reason switch
    {
        ExitCode.Fees => "fees and prices",
        ExitCode.BetterOffer => "a better offer",
        ExitCode.Service => "service",
        ExitCode.Moved => "moved house",
        ExitCode.SalaryElsewhere => "salary elsewhere",
        ExitCode.NotNeeded => "no habit, not needed",
        ExitCode.Other => "other",
        ExitCode.Death => "death",
        ExitCode.ChargedOff => "charged off",
        ExitCode.ClosedByBank => "closed by the bank",
        _ => "left the country",
    };
}
