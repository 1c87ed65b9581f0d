using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Windows;
using Holdfast.Store;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

/// <summary>D12: training, the nightly batch and one live customer cannot disagree.</summary>
public class LiveTests
{
    static readonly Business Business = new() { Name = "test", Churn = [new ChurnDefinition { Kind = ChurnKind.Closed }] };

    // Without --long some of the bytes and steps, from another first one for each way of failing.
    static readonly bool Long = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes";

    static readonly Day[] Cutoffs = [.. Enumerable.Range(3, 22).Select(month => Day.From(2022, 1, 1) + 30 * month)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_batch_and_one_live_customer_agree_to_the_bit(int seed)
    {
        var facts = new Worlds(seed).Facts(700);
        var arriving = facts.Count * seed / 6;
        using TempFolder whole = new(), live = new();
        whole.Load(Worlds.Aliases + Worlds.Sql(facts));

        // The same facts, the last of them not loaded: they arrive one by one, in no order of time.
        live.Load(Worlds.Aliases + Worlds.Sql(facts.SkipLast(arriving)));
        using var now = LiveFacts.Open(Warehouse.Open(live.Path), writes: true, CancellationToken.None);
        using var reader = now.Reader();
        foreach (var fact in facts.TakeLast(arriving)) now.Add([fact]);
        using var stored = whole.Open();
        var batch = stored.Histories(CancellationToken.None).ToList();
        var catalogue = Catalogue(batch);
        var compared = 0;
        foreach (var history in batch)
        {
            var rows = new double[Cutoffs.Length * catalogue.Features.Count];
            var lives = Cutoffs.Select(cutoff => Window.LifeAt(history, Business, cutoff)).ToArray();
            catalogue.FoldMany(history, Cutoffs, lives, rows);
            for (var i = 0; i < Cutoffs.Length; i++)
            {
                var night = Row(catalogue, history, Cutoffs[i]);
                foreach (var id in history.ToldAs.Append(history.Customer))
                {
                    var phone = Row(catalogue, reader.Find(id)!, Cutoffs[i]);
                    Assert.True(night is null == phone is null, $"{id} at {Cutoffs[i]}");
                    if (night is null) continue;
                    for (var f = 0; f < night.Length; f++) Assert.True(night[f].Equals(phone![f]), $"{id} at {Cutoffs[i]}: {catalogue.Features[f].Name} was {night[f]} and is {phone[f]}");
                    Assert.Equal(night, rows.AsSpan(i * night.Length, night.Length).ToArray());
                    compared++;
                }
            }
        }

        Assert.Equal(Worlds.Customers, batch.Count);
        Assert.True(compared > 10 * Worlds.Customers, $"{compared} compared");
    }

    [Fact]
    public void A_fact_that_arrives_counts_in_the_next_answer_is_told_once_and_is_loaded_by_the_next_load()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(10, 20));
        var warehouse = Warehouse.Open(folder.Path);
        using (var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
        using (var reader = live.Reader())
        {
            Assert.Equal(20, reader.Find("c3")!.Events.Length);
            Assert.Null(reader.Find("new"));
            Assert.Equal([Arrival.Kept, Arrival.Kept], live.Add([Event("c3", "x1", 100), Event("new", "x2", 5)]));
            Assert.Equal((21, 1), (reader.Find("c3")!.Events.Length, reader.Find("new")!.Events.Length));
            Assert.Equal([Arrival.Known, Arrival.Conflict], live.Add([Event("c3", "x1", 100), Event("c3", "x1", 101)]));
            Assert.Equal(21, reader.Find("c3")!.Events.Length);
            Assert.Equal(2, live.Arrived);
        }

        // It is there after a restart, and for a reader beside the writer.
        using (var again = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
        using (var beside = LiveFacts.Open(warehouse, writes: false, CancellationToken.None))
        {
            Assert.Equal((21, 21), (again.Reader().Find("c3")!.Events.Length, beside.Reader().Find("c3")!.Events.Length));
            Assert.Throws<IOException>(() => LiveFacts.Open(warehouse, writes: true, CancellationToken.None));
            Assert.Throws<InvalidOperationException>(() => beside.Add([Event("c1", "x9", 1)]));
        }

        Assert.Equal(new JournalOutcome(2, 2, 0), JournalLoad.Run(warehouse, CancellationToken.None));
        Assert.Equal(new JournalOutcome(0, 0, 0), JournalLoad.Run(warehouse, CancellationToken.None));
        using var facts = folder.Open();
        Assert.Equal((21, 1), (facts.Find("c3")!.Events.Length, facts.Find("new")!.Events.Length));
        using var after = LiveFacts.Open(warehouse, writes: false, CancellationToken.None);
        Assert.Equal((0, 21), (after.Arrived, after.Reader().Find("c3")!.Events.Length));
    }

    [Fact]
    public void A_process_that_stays_open_goes_over_to_a_new_load_and_keeps_what_arrived()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(4, 10));
        var warehouse = Warehouse.Open(folder.Path);
        using var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None);
        using var reader = live.Reader();
        live.Add([Event("c1", "x1", 1)]);
        live.Seal();
        live.Add([Event("c1", "x2", 2)]);
        Assert.False(live.Refresh(CancellationToken.None));

        // The load takes in the sealed segment and leaves the open one.
        Assert.Equal(new JournalOutcome(1, 1, 0, IsLeft: true), JournalLoad.Run(warehouse, CancellationToken.None));
        Assert.Equal(12, reader.Find("c1")!.Events.Length);
        Assert.True(live.Refresh(CancellationToken.None));
        Assert.Equal((1, 12), (live.Arrived, reader.Find("c1")!.Events.Length));
        live.Add([Event("c1", "x3", 3)]);
        Assert.Equal(13, reader.Find("c1")!.Events.Length);
    }

    [Fact]
    public void Readers_go_on_through_new_loads_and_every_pack_is_let_go()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(4, 10));
        var warehouse = Warehouse.Open(folder.Path);
        using (var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
        {
            var isDone = false;
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                using var reader = live.Reader();
                var (seen, answers) = (10, 0);
                for (; !Volatile.Read(ref isDone) || answers == 0; answers++)
                {
                    var now = reader.Find("c1")!.Events.Length;
                    Assert.True(now >= seen, $"{now} after {seen}");
                    seen = now;
                }

                return seen;
            })).ToList();
            for (var i = 0; i < 5; i++)
            {
                live.Add([Event("c1", $"x{i}", i)]);
                live.Seal();
                Assert.Equal(new JournalOutcome(1, 1, 0), JournalLoad.Run(warehouse, CancellationToken.None));
                Assert.True(live.Refresh(CancellationToken.None));
            }

            Volatile.Write(ref isDone, true);
            Assert.All(readers, reader => Assert.InRange(reader.Result, 10, 15));
            Assert.Equal(15, live.Reader().Find("c1")!.Events.Length);
            Assert.Equal(1, Mapped(folder));
        }

        Assert.Equal(0, Mapped(folder));
    }

    [Fact]
    public void Many_who_add_at_once_are_each_told_of_facts_that_are_on_the_disk()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(2, 5));
        var warehouse = Warehouse.Open(folder.Path);
        const int Callers = 6, Each = 40;
        using (var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
        {
            // Every fact is sent by two callers: one is told it is kept, the other that it is known, and both when it is on the disk.
            var told = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Enumerable.Range(0, Each).Select(i =>
            {
                var arrival = live.Add([Event("c1", $"x{caller / 2}-{i}", i)])[0];
                Assert.Contains($"x{caller / 2}-{i}\"", File.ReadAllText(Segment(folder)), StringComparison.Ordinal);
                return arrival;
            }).ToList())).ToList().SelectMany(task => task.Result).ToList();
            Assert.Equal((Callers * Each / 2, Callers * Each / 2), (told.Count(one => one == Arrival.Kept), told.Count(one => one == Arrival.Known)));
        }

        Assert.Equal(new JournalOutcome(Callers * Each / 2, Callers * Each / 2, 0), JournalLoad.Run(warehouse, CancellationToken.None));
    }

    [Fact]
    public void Who_is_erased_is_in_no_pack_and_is_refused_when_facts_arrive()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(3, 5));
        var warehouse = Warehouse.Open(folder.Path);
        LiveFacts.Open(warehouse, writes: false, CancellationToken.None).Dispose();
        warehouse.Erase("c1", CancellationToken.None);
        Assert.Empty(Directory.GetFiles(folder.File("live")));
        using var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None);
        Assert.Equal([Arrival.Erased, Arrival.Kept], live.Add([Event("c1", "x1", 1), Event("c2", "x1", 1)]));
        Assert.Equal((null, 6), (live.Reader().Find("c1"), live.Reader().Find("c2")!.Events.Length));
    }

    [Fact]
    public void Whatever_a_crash_leaves_of_the_last_write_nothing_acknowledged_is_lost()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(3, 5));
        var lengths = new List<long>();
        for (var i = 0; i < 3; i++) Add(folder, $"x{i}");
        void Add(TempFolder to, string id)
        {
            using var live = LiveFacts.Open(Warehouse.Open(to.Path), writes: true, CancellationToken.None);
            live.Add([Event("c1", id, 1), Event("c1", id + "b", 1)]);
            lengths.Add(new FileInfo(Segment(to)).Length);
        }

        // The last segment as it was after every byte of its last write: 2 facts are in each of the two before it.
        for (var length = 0L; length < lengths[^1]; length += Long ? 1 : 23)
        {
            using var crashed = folder.Copy();
            using (var file = new FileStream(Segment(crashed), FileMode.Open)) file.SetLength(length);
            using var live = LiveFacts.Open(Warehouse.Open(crashed.Path), writes: true, CancellationToken.None);
            Assert.Equal(5 + 4, live.Reader().Find("c1")!.Events.Length);
            Assert.Equal(Math.Max(0, length), live.CutBytes + (length >= Journal.HeaderLength ? Journal.HeaderLength : 0));
            live.Add([Event("c1", "y", 1)]);
            Assert.Equal(5 + 5, live.Reader().Find("c1")!.Events.Length);
        }
    }

    [Fact]
    public void A_flipped_bit_among_acknowledged_facts_is_told_and_a_damaged_pack_is_made_anew()
    {
        using var folder = new TempFolder();
        folder.Load(Bank.Sql(3, 5));
        using (var live = LiveFacts.Open(Warehouse.Open(folder.Path), writes: true, CancellationToken.None))
        {
            for (var i = 0; i < 3; i++) live.Add([Event("c1", $"x{i}", 1)]);
        }

        Flip(Segment(folder), Journal.HeaderLength + Journal.FrameLength + 3);
        var told = Assert.Throws<InvalidDataException>(() => LiveFacts.Open(Warehouse.Open(folder.Path), writes: true, CancellationToken.None));
        Assert.Contains("is damaged at byte 16", told.Message, StringComparison.Ordinal);
        Flip(Segment(folder), Journal.HeaderLength + Journal.FrameLength + 3);
        var pack = folder.File("live/history.pack");
        var bytes = File.ReadAllBytes(pack);
        for (var at = 3L; at < bytes.Length; at += Long ? 37 : bytes.Length / 6)
        {
            Flip(pack, at);
            using var live = LiveFacts.Open(Warehouse.Open(folder.Path), writes: false, CancellationToken.None);
            Assert.Equal(5 + 3, live.Reader().Find("c1")!.Events.Length);
            Assert.Equal(bytes, File.ReadAllBytes(pack));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_that_fails_at_any_step_loses_nothing_acknowledged_and_doubles_nothing(bool forGood)
    {
        using var start = new TempFolder();
        start.Load(Bank.Sql(3, 5));
        LiveFacts.Open(Warehouse.Open(start.Path), writes: false, CancellationToken.None).Dispose();
        var steps = 0;
        using (var counted = start.Copy()) Work(counted, (_, _) => steps++);
        Assert.True(steps > 10, $"{steps} steps");
        for (var k = forGood ? 0 : 2; k < steps; k += Long ? 1 : 9)
        {
            using var folder = start.Copy();
            var count = 0;
            var acknowledged = Work(folder, (step, path) =>
            {
                if (forGood ? count++ >= k : count++ == k) throw new IOException($"The disk refuses step {k}, {step} of {path}.");
            });
            using (var live = LiveFacts.Open(Warehouse.Open(folder.Path), writes: true, CancellationToken.None))
            using (var reader = live.Reader())
            {
                var seen = reader.Find("c1")!.Events.Length - 5;
                Assert.True(seen >= acknowledged && seen <= 6, $"step {k}: {acknowledged} acknowledged, {seen} seen");
                for (var i = 0; i < 6; i++) live.Add([Event("c1", $"x{i}", i)]);
                Assert.Equal(5 + 6, reader.Find("c1")!.Events.Length);
            }

            JournalLoad.Run(Warehouse.Open(folder.Path), CancellationToken.None);
            using var facts = folder.Open();
            Assert.Equal(5 + 6, facts.Find("c1")!.Events.Length);
            Assert.Empty(Warehouse.Open(folder.Path).Check(CancellationToken.None).Faults);
        }
    }

    // Adds six facts in two openings with a load between: how many were acknowledged.
    static int Work(TempFolder folder, Action<DiskStep, string> before)
    {
        var warehouse = Warehouse.Open(folder.Path, new WarehouseSettings { Disk = new Disk(before) });
        var acknowledged = 0;
        for (var part = 0; part < 2; part++)
        {
            try
            {
                using (var live = LiveFacts.Open(warehouse, writes: true, CancellationToken.None))
                {
                    for (var i = 3 * part; i < 3 * part + 3; i++)
                    {
                        live.Add([Event("c1", $"x{i}", i)]);
                        acknowledged++;
                    }
                }

                JournalLoad.Run(warehouse, CancellationToken.None);
            }
            catch (IOException)
            {
            }
        }

        return acknowledged;
    }

    static FeatureCatalogue Catalogue(List<History> histories)
    {
        var survey = new FeatureSurvey();
        foreach (var history in histories) survey.Add(history, Lives.Of(history, Business, Cutoffs[^1]));
        return new FeatureCatalogue(survey.Plan(Business, new HashSet<string>()));
    }

    static double[]? Row(FeatureCatalogue catalogue, History history, Day cutoff)
    {
        if (Window.LifeAt(history, Business, cutoff) is not { } life) return null;
        var row = new double[catalogue.Features.Count];
        catalogue.Fold(history.AsOf(cutoff.Start), life, cutoff, row);
        return row;
    }

    static LiveFact Event(string party, string id, long amount) => new("event", party, new Dictionary<string, object>
    {
        ["at"] = Day.From(2024, 5, 1).Start.Micros,
        ["event"] = id,
        ["kind"] = "payment",
        ["amount"] = amount,
        ["source"] = "journal",
    });

    static string Segment(TempFolder folder) => Journal.PathOf(folder.File("journal"), Journal.Segments(folder.File("journal"))[^1]);

    static int Mapped(TempFolder folder) => File.ReadLines("/proc/self/maps").Count(line => line.Contains(folder.Path, StringComparison.Ordinal) && line.Contains("history.pack", StringComparison.Ordinal));

    static void Flip(string path, long at)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var one = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(one ^ 4));
    }
}
