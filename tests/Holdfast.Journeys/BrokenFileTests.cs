using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Journeys;

/// <summary>A file broken in each way, through the whole command: a clear sentence or a rejects file, and nothing half-loaded.</summary>
public class BrokenFileTests(SmallShop shop) : IClassFixture<SmallShop>
{
    static readonly Dictionary<string, Action<string>> Breakers = new(StringComparer.Ordinal)
    {
        ["missing"] = File.Delete,
        ["a folder"] = path =>
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        },
        ["empty"] = path => File.WriteAllBytes(path, []),
        ["without a column"] = path => File.WriteAllText(path, SmallShop.Purchases.Replace("bought_on", "bougth_on", StringComparison.Ordinal)),
        ["with an open quote"] = path => File.AppendAllText(path, "C001,2026-01-02,\"12.00,99999\nC002,2026-01-02,12.00,100000\n"),
        ["with a long line"] = WriteLongLine,
        ["junk"] = path =>
        {
            var bytes = new byte[1 << 16];
            new Random(1).NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
        },
        ["in another encoding than named"] = path =>
        {
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes(SmallShop.Purchases + "C\u00E9\u00E8,2026-01-02,12.00,99999\n"));
            var mapping = Path.Combine(Path.GetDirectoryName(path)!, "..", "sources", "purchases.yaml");
            File.WriteAllText(mapping, SmallShop.Mapping + "encoding: utf-8\n");
        },
        ["cut off"] = path =>
        {
            File.WriteAllBytes(path + ".gz", [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 0x4B]);
            var mapping = Path.Combine(Path.GetDirectoryName(path)!, "..", "sources", "purchases.yaml");
            File.WriteAllText(mapping, SmallShop.Mapping.Replace(".csv", ".csv.gz", StringComparison.Ordinal));
        },
    };

    [Theory]
    [InlineData("missing", "there is no")]
    [InlineData("a folder", "is a folder")]
    [InlineData("empty", "the file is empty (0 bytes)")]
    [InlineData("without a column", "there is no column 'bought_on' in purchases.csv. Did you mean 'bougth_on'?")]
    [InlineData("with an open quote", "a quote that opens here is never closed")]
    [InlineData("with a long line", "longer than 16 MB")]
    [InlineData("junk", "purchases.csv")]
    [InlineData("in another encoding than named", "purchases.csv, line ")]
    [InlineData("cut off", "is not a whole gzip file")]
    public void A_file_that_cannot_be_read_is_told_in_a_sentence_and_nothing_is_loaded(string broken, string words)
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        Breakers[broken](SmallShop.PurchasesOf(copy));
        var before = Standing(copy);
        var outcome = HoldfastCommand.Run("run", "--workspace", copy, "--json");
        Assert.True(outcome.ExitCode == 1, $"ended with {outcome.ExitCode}: {outcome.Errors}");
        Assert.Equal("", outcome.Output);
        Assert.Contains(words, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Standing(copy));
    }

    [Fact]
    public void Rows_at_fault_go_to_a_file_with_line_column_and_reason_and_the_good_ones_are_loaded()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        var day = SmallShop.Purchases.Split('\n')[1].Split(',')[1];
        File.AppendAllText(
            SmallShop.PurchasesOf(copy),
            $"C001,31.12.2025,12.00,90001\nC002,2026-01-02,abc,90002\n,2026-01-02,1.00,90003\nC001,{day},1234.00,1\nC004,2026-01-02,4.00,90004\nC004,2026-01-02,4.00,90004\nC005,2026-01-02\n");
        var run = HoldfastCommand.Json("run", "--workspace", copy);
        var source = run["sources"]!.AsArray().Single()!;
        Assert.Equal(1, source["accepted"]!.GetValue<long>());
        Assert.Equal(5, source["rejected"]!.GetValue<long>());
        Assert.Equal(source["rows"]!.GetValue<long>(), source["accepted"]!.GetValue<long>() + source["rejected"]!.GetValue<long>() + source["duplicate"]!.GetValue<long>());
        Assert.Equal(5, run["rejects"]!.AsArray().Single()!["rows"]!.GetValue<long>());
        var rejects = File.ReadAllText(Path.Combine(copy, run["rejects"]![0]!["file"]!.GetValue<string>()));
        var line = File.ReadAllLines(SmallShop.PurchasesOf(copy)).Length - 6;
        Assert.Contains($"C001,31.12.2025,12.00,90001,{line},bought_on,", rejects, StringComparison.Ordinal);
        Assert.Contains($"C002,2026-01-02,abc,90002,{line + 1},sum,", rejects, StringComparison.Ordinal);
        Assert.Contains($",2026-01-02,1.00,90003,{line + 2},customer,", rejects, StringComparison.Ordinal);
        Assert.Contains($"C001,{day},1234.00,1,{line + 3},", rejects, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_without_rows_is_told_and_keeps_what_was_known()
    {
        using var folder = new TemporaryFolder();
        var copy = shop.CopyTo(folder);
        File.WriteAllText(SmallShop.PurchasesOf(copy), "customer,bought_on,sum,receipt\n");
        var run = HoldfastCommand.Json("run", "--workspace", copy);
        Assert.Contains(run["notes"]!.AsArray(), note => note!.GetValue<string>().Contains("holds a header and no rows", StringComparison.Ordinal));
        Assert.Equal(JsonNode.Parse(shop.First.Output)!["customers"]!.ToJsonString(), run["customers"]!.ToJsonString());
    }

    static void WriteLongLine(string path)
    {
        using var file = new FileStream(path, FileMode.Append);
        var piece = new byte[1 << 20];
        piece.AsSpan().Fill((byte)'x');
        for (var megabyte = 0; megabyte < 100; megabyte++) file.Write(piece);
    }

    // What must not change: the manifests of the warehouse and the result of the earlier run.
    static List<string> Standing(string workspace) =>
    [
        .. Directory.GetFiles(Path.Combine(workspace, "data", "warehouse", "manifests")).Order(StringComparer.Ordinal),
        File.ReadAllText(Path.Combine(workspace, "data", "runs", "2026-01-01", "result.json")),
    ];
}
