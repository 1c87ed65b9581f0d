namespace Holdfast.Tests.Store;

public class PublishTests
{
    [Fact]
    public void Of_publishers_at_once_each_number_goes_to_one_and_nothing_is_lost()
    {
        using var folder = new TempFolder();
        const int Publishers = 4;
        Parallel.For(0, Publishers, new ParallelOptions { MaxDegreeOfParallelism = Publishers }, i => folder.Load(Bank.Sql(20, 20, firstCustomer: i * 20)));
        var facts = folder.Open();
        Assert.Equal(Publishers, facts.Manifest);
        Assert.Equal(Publishers * 400, facts.Rows["event"]);
        Assert.Equal(Publishers * 20, facts.Histories(CancellationToken.None).Select(h => h.Customer).Distinct().Count());
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_damaged_newest_manifest_is_told_with_its_name_and_no_older_one_stands_in_for_it()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        folder.Load(Bank.Sql(5, 6));
        var whole = File.ReadAllBytes(folder.File("manifests/2.json"));
        foreach (var place in new[] { 20, whole.Length / 2, whole.Length - 20 })
        {
            var flipped = whole.ToArray();
            flipped[place] ^= 1;
            File.WriteAllBytes(folder.File("manifests/2.json"), flipped);
            AssertTold(() => folder.Open());
            AssertTold(() => folder.Load(Bank.Sql(5, 7)));
        }

        File.WriteAllBytes(folder.File("manifests/2.json"), whole[..^20]);
        AssertTold(() => folder.Open());
        File.Delete(folder.File("manifests/2.json"));
        Assert.Equal(1, folder.Open().Manifest);

        void AssertTold(Action read) => Assert.Contains("manifests/2.json is damaged", Assert.Throws<InvalidDataException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_in_a_data_file_is_told_with_the_files_name()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var name = folder.Files().Single(file => file.Contains("-event-", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(folder.File($"facts/{name}"));
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(folder.File($"facts/{name}"), bytes);
        var fault = Assert.Throws<InvalidDataException>(() => folder.Open().Histories(CancellationToken.None).Count());
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);
        File.Delete(folder.File($"facts/{name}"));
        Assert.Contains("missing", Assert.Throws<InvalidDataException>(() => folder.Load(Bank.Sql(5, 6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_publisher_left_is_ignored_and_removed_after_a_day()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        string[] leftovers = ["facts/000002-event-000-0123456789abcdef.parquet", "facts/000002-event-000.77-1.tmp", "manifests/2.json.77-1.tmp"];
        foreach (var leftover in leftovers) File.WriteAllText(folder.File(leftover), "half a file");
        Assert.Equal(1, folder.Open().Manifest);
        folder.Load(Bank.Sql(5, 6));
        Assert.All(leftovers, leftover => Assert.True(File.Exists(folder.File(leftover)), leftover));
        foreach (var leftover in leftovers) File.SetLastWriteTimeUtc(folder.File(leftover), DateTime.UnixEpoch);
        folder.Load(Bank.Sql(5, 7));
        Assert.All(leftovers, leftover => Assert.False(File.Exists(folder.File(leftover)), leftover));
        Assert.Equal(35, folder.Open().Histories(CancellationToken.None).Sum(h => h.Events.Length));
    }

    [Fact]
    public void A_snapshot_stays_as_it_was_while_others_publish()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(5, 5));
        var before = folder.Open();
        folder.Load(Bank.Sql(5, 9));
        Assert.Equal(25, before.Histories(CancellationToken.None).Sum(h => h.Events.Length));
        Assert.Equal(45, folder.Open().Histories(CancellationToken.None).Sum(h => h.Events.Length));
    }
}
