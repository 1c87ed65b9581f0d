using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Holdfast.Journeys;

/// <summary>
/// Files too large for memory, clean and hostile: the whole command stays below 512 MB, and a hostile file costs at most 1.2 times a
/// clean one of its size. Small by day, large with ./test --long.
/// </summary>
public class LargeFileTests
{
    const int MostMegabytes = 512;

    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    static readonly int Rows = Long ? 5_000_000 : 60_000;

    [Fact]
    public void A_clean_file_and_one_of_which_every_hundredth_row_is_odd_or_faulty_are_loaded_in_little_memory_and_like_time()
    {
        var clean = Load(file => WriteRows(file, i => null));
        Assert.Contains("no customer", clean.Outcome.Errors, StringComparison.OrdinalIgnoreCase);
        var hostile = Load(file => WriteRows(file, i => i % 100 == 0 ? Odd[i / 100 % Odd.Length] : null), folder =>
        {
            var rejects = Directory.GetFiles(Path.Combine(folder, "data", "rejects"));
            Assert.Equal(1 + (Rows / 100 * 4 / Odd.Length), File.ReadLines(Assert.Single(rejects)).Count());
        });
        AssertCheap(hostile, clean);
    }

    [Fact]
    public void A_file_that_is_refused_is_refused_in_little_memory_and_no_more_time_than_a_clean_one_takes()
    {
        var clean = Load(file => WriteRows(file, i => null));
        var gigabyte = (Long ? 1024L : 48L) << 20;
        AssertRefused("longer than 16 MB", file => Fill(file, (byte)'x', gigabyte));
        AssertRefused("quote", file => WriteRows(file, i => i == 7 ? "C7,2024-01-01,\"never closed" : null));
        AssertRefused("100,000 columns were found", file => File.WriteAllText(file, string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"c{i}")) + "\n" + new string(',', 99_999) + "\n"));
        AssertRefused("rows.csv", file => Fill(file, 0, gigabyte));
        AssertRefused("unpacks to more than 200 times its size", file =>
        {
            using var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Optimal);
            packed.Write("customer,at,sum\n"u8);
            var row = Encoding.ASCII.GetBytes("C1,2024-01-01," + new string('1', 8 << 20) + "\n");
            for (var i = 0; i < (Long ? 128 : 40); i++) packed.Write(row);
        }, ending: ".gz");

        void AssertRefused(string words, Action<string> write, string ending = "")
        {
            var refused = Load(write, ending: ending);
            Assert.True(refused.Outcome.ExitCode == 1, refused.Outcome.Errors);
            Assert.Contains(words, refused.Outcome.Errors, StringComparison.Ordinal);
            AssertCheap(refused, clean);
        }
    }

    // Odd but right, then at fault.
    static readonly string[] Odd =
    [
        "C1,2024-02-29T10:00:00.000,1.5", "شیرین,2024-01-01,۱۲٫۵", "\"C\n2\",2024-01-01,1", "C3,2024-01-01,99999999999.999",
        "C4,2023-02-29,1", "C5,2024-01-01,1e309", "C6,2024-01-01,1,too,many", "C\u0000,2024-01-01,1",
    ];

    static void AssertCheap(Watched hostile, Watched clean)
    {
        Assert.InRange(hostile.PeakMegabytes, 1, MostMegabytes);
        Assert.InRange(clean.PeakMegabytes, 1, MostMegabytes);

        // By day both end within the seconds of starting, and nothing can be told.
        if (Long) Assert.True(hostile.CpuSeconds <= 1.2 * clean.CpuSeconds, FormattableString.Invariant($"{hostile.CpuSeconds:0.0} s, a clean file {clean.CpuSeconds:0.0} s"));
    }

    // Nobody is a customer by these mappings, so the run ends after loading.
    static Watched Load(Action<string> write, Action<string>? look = null, string ending = "")
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("sources"));
        File.WriteAllText(folder.In("holdfast.yaml"), "name: Large\ncurrency: EUR\nchurn:\n  - kind: closed\n");
        File.WriteAllText(folder.In("sources", "rows.yaml"), $"file: rows.csv{ending}\nfacts:\n  - fact: event\n    columns: {{ party: customer, at: at, kind: {{ value: purchase }}, amount: sum }}\n");
        write(folder.In("rows.csv"));
        var watched = Watched.Run("run", "--workspace", folder.Path);
        Assert.DoesNotContain("   at ", watched.Outcome.Errors, StringComparison.Ordinal);
        look?.Invoke(folder.Path);
        return watched;
    }

    static void WriteRows(string file, Func<int, string?> odd)
    {
        using var rows = new StreamWriter(file);
        rows.Write("customer,at,sum\n");
        for (var i = 0; i < Rows; i++)
            rows.Write(odd(i) is { } row ? row + "\n" : string.Create(CultureInfo.InvariantCulture, $"C{i * 7919L % (1 + Rows / 20):0000000},2024-{1 + i % 12:00}-{1 + i % 28:00},{i % 1000}.{i % 90 + 10}\n"));
    }

    static void Fill(string file, byte sign, long length)
    {
        using var stream = File.Create(file);
        var block = new byte[1 << 20];
        Array.Fill(block, sign);
        for (var written = 0L; written < length; written += block.Length) stream.Write(block);
    }
}
