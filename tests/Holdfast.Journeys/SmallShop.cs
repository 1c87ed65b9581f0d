using System.Globalization;
using System.Text;

namespace Holdfast.Journeys;

/// <summary>A shop of 300 customers whose run takes seconds: made and run once, copied by every test that changes it.</summary>
public sealed class SmallShop : IDisposable
{
    public const string LastDay = "2025-12-31";

    const int Customers = 300;
    readonly TemporaryFolder _folder = new();

    public SmallShop()
    {
        Workspace = _folder.In("shop");
        Directory.CreateDirectory(Path.Combine(Workspace, "sources"));
        Directory.CreateDirectory(Path.Combine(Workspace, "data"));
        File.WriteAllText(Path.Combine(Workspace, "holdfast.yaml"), "name: Small Shop\ncurrency: EUR\nchurn:\n  - kind: silent\n    days: 60\nhorizons:\n  gap_days: 0\n  churn_days: 60\n");
        File.WriteAllText(MappingOf(Workspace), Mapping);
        File.WriteAllText(PurchasesOf(Workspace), Purchases);
        First = HoldfastCommand.Run("run", "--workspace", Workspace, "--json");
        Assert.True(First.ExitCode == 0, First.Errors);
    }

    /// <summary>The workspace; tests leave it as it is.</summary>
    public string Workspace { get; }

    /// <summary>How its first run ended.</summary>
    internal Outcome First { get; }

    public static string Mapping { get; } =
        "file: data/purchases.csv\nfacts:\n  - fact: event\n    columns:\n      party: customer\n      event: receipt\n      at: bought_on\n      kind: { value: purchase }\n      amount: sum\n";

    /// <summary>A receipt a line; every other customer stops one day, regular ones later than the others.</summary>
    public static string Purchases { get; } = Write();

    public static string PurchasesOf(string workspace) => Path.Combine(workspace, "data", "purchases.csv");

    public static string MappingOf(string workspace) => Path.Combine(workspace, "sources", "purchases.yaml");

    /// <summary>A copy of the workspace with its warehouse and its run.</summary>
    internal string CopyTo(TemporaryFolder folder)
    {
        var copy = folder.In("shop");
        foreach (var file in Directory.GetFiles(Workspace, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Workspace, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();

    static string Write()
    {
        var text = new StringBuilder("customer,bought_on,sum,receipt\n");
        var random = new Random(3);
        var (from, to, receipt) = (new DateOnly(2024, 1, 1), DateOnly.Parse(LastDay, CultureInfo.InvariantCulture), 0);
        for (var customer = 1; customer <= Customers; customer++)
        {
            var gap = 5 + random.Next(25);
            var stops = random.Next(2) == 0 ? to : from.AddDays(100 + random.Next(22 * (36 - gap)));
            for (var day = from.AddDays(random.Next(90)); day <= stops && day <= to; day = day.AddDays(1 + random.Next(2 * gap)))
                text.Append(CultureInfo.InvariantCulture, $"C{customer:000},{day:yyyy-MM-dd},{5 + random.Next(9000) / 100.0:0.00},{++receipt}\n");
        }

        // The last day is fixed, whatever the draws.
        return text.Append(CultureInfo.InvariantCulture, $"C001,{LastDay},10.00,{receipt + 1}\n").ToString();
    }
}
