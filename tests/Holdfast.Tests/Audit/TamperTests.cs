using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Store.Audit;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Audit;

/// <summary>Somebody who can write every file of a log, and knows its layout, but has not got the private key.</summary>
public partial class TamperTests
{
    const int Trials = 1000;

    enum Way
    {
        Bit,
        Field,
        Remove,
        RemoveSome,
        Insert,
        Double,
        Swap,
        Move,
        CutInside,
        CutBetween,
        WholeFile,
        Signature,
        Numbers,
        AddToEnd,
        PutBack,
    }

    [Fact]
    public void Each_of_a_thousand_random_tamperings_is_found_and_its_place_told()
    {
        using var start = new TempFolder();
        Write(start);
        Assert.Empty(start.Verify().Faults);
        var kept = File.ReadAllText(start.File("kept"));
        var counts = new SortedDictionary<Way, int>();
        var missed = new List<string>();
        for (var trial = 0; trial < Trials; trial++)
        {
            var random = new Random(trial);
            using var folder = start.Copy();
            var attack = new Attack(folder, random);
            var way = (Way)random.Next(Enum.GetValues<Way>().Length);
            attack.Perform(way);
            var verdict = way == Way.PutBack ? folder.Verify(kept) : folder.Verify();
            if (!verdict.Faults.Any(fault => fault.Record <= attack.Target && attack.Target <= fault.LastRecord))
                missed.Add($"trial {trial}, {way} of record {attack.Target}, careful: {attack.IsCareful}: {string.Join(' ', verdict.Faults)}");
            counts[way] = counts.GetValueOrDefault(way) + 1;
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.Equal(Enum.GetValues<Way>().Length, counts.Count);
        Assert.All(counts, pair => Assert.True(pair.Value > 30, $"{pair.Key}: {pair.Value}"));
    }

    [Theory]
    [InlineData(Way.Bit, AuditProblem.Changed)]
    [InlineData(Way.Remove, AuditProblem.Removed)]
    [InlineData(Way.Double, AuditProblem.Inserted)]
    [InlineData(Way.Swap, AuditProblem.Reordered)]
    [InlineData(Way.Move, AuditProblem.Reordered)]
    [InlineData(Way.CutInside, AuditProblem.Cut)]
    [InlineData(Way.CutBetween, AuditProblem.Cut)]
    public void Who_is_not_careful_is_told_by_name(object way, AuditProblem problem)
    {
        using var folder = new TempFolder();
        Write(folder);
        var attack = new Attack(folder, new Random(5)) { IsCareful = false };
        attack.Perform((Way)way);
        Assert.Contains(folder.Verify().Faults, fault => fault.Problem == problem && fault.Record <= attack.Target && attack.Target <= fault.LastRecord);
    }

    // Batches of one to six records in four files, and one of the checkpoints on the way kept elsewhere.
    static void Write(TempFolder folder)
    {
        using var log = folder.Log(segment: 9000);
        for (var (i, batch) = (0, 1); i < 120; i += batch, batch = 1 + (batch % 6)) Task.WaitAll([.. Enumerable.Range(i, batch).Select(k => log.AppendAsync(Logs.Entry(k)))]);
        File.Copy(folder.File("audit/checkpoint"), folder.File("checkpoint-before"));
        log.Append(120, 6);
        File.WriteAllText(folder.File("kept"), log.Checkpoint());
    }

    /// <summary>Files as lists of payloads, changed and written back with checksums that fit, and, by the careful, with numbers that fit.</summary>
    sealed partial class Attack
    {
        readonly TempFolder _folder;
        readonly Random _random;
        readonly List<string> _files;
        readonly List<List<string>> _payloads;

        public Attack(TempFolder folder, Random random)
        {
            (_folder, _random) = (folder, random);
            IsCareful = random.Next(2) == 0;
            _files = [.. Directory.GetFiles(folder.File("audit"), "*.log").Order(StringComparer.Ordinal)];
            _payloads = [.. _files.Select(file => File.ReadAllLines(file).Select(line => line[18..]).ToList())];
        }

        /// <summary>Whether all numbers are made to fit again.</summary>
        public bool IsCareful { get; set; }

        /// <summary>A record that is not, or not where, it was.</summary>
        public int Target { get; private set; }

        int Count => _payloads.Sum(file => file.Count);

        public void Perform(Way way)
        {
            var number = Target = 1 + _random.Next(Count);
            switch (way)
            {
                case Way.Bit: FlipBit(); return;
                case Way.CutInside or Way.CutBetween: Cut(way == Way.CutInside); return;
                case Way.WholeFile: RemoveFile(); return;
                case Way.PutBack: PutBack(); return;
                case Way.Field: Replace(number, Changed(At(number))); break;
                case Way.Remove: Take(number, 1); break;
                case Way.RemoveSome: Take(Math.Min(number, Count - 5), 5); break;
                case Way.Insert: Put(number, At(1).Replace("r0", "forged", StringComparison.Ordinal)); break;
                case Way.Double: Target = number + 1; Put(number, At(number)); break;
                case Way.Swap: Swap(number); break;
                case Way.Move: Move(number); break;
                case Way.Signature: ChangeSignature(); break;
                case Way.Numbers: Replace(number, Number().Replace(At(number), $"{{\"n\":{number + 1 + _random.Next(9)},")); IsCareful = false; break;
                default: Add(); break;
            }

            Save();
        }

        void FlipBit()
        {
            var file = _random.Next(_files.Count);
            var bytes = File.ReadAllBytes(_files[file]);
            var at = _random.Next(bytes.Length);
            Target = _payloads.Take(file).Sum(payloads => payloads.Count) + bytes.AsSpan(0, at).Count((byte)'\n') + 1;
            bytes[at] ^= (byte)(1 << _random.Next(8));
            File.WriteAllBytes(_files[file], bytes);
        }

        void Cut(bool isInside)
        {
            var file = new FileInfo(_files[^1]);
            var lines = _payloads[^1];
            var keep = _random.Next(lines.Count);
            Target = Count - lines.Count + keep + 1;
            var length = lines.Take(keep).Sum(line => Encoding.UTF8.GetByteCount(line) + Frame.Overhead) + (isInside ? 1 + _random.Next(100) : 0);
            using var stream = file.OpenWrite();
            stream.SetLength(length);
        }

        void RemoveFile()
        {
            var file = _random.Next(_files.Count);
            Target = _payloads.Take(file).Sum(payloads => payloads.Count) + 1;
            File.Delete(_files[file]);
        }

        // The whole log as it was at an earlier moment: only a checkpoint kept elsewhere tells.
        void PutBack()
        {
            File.Copy(_folder.File("checkpoint-before"), _folder.File("audit/checkpoint"), overwrite: true);
            var size = int.Parse(Regex.Match(File.ReadAllText(_folder.File("checkpoint-before")), @"\\n(\d+)\\n").Groups[1].Value, null);
            var places = Regex.Matches(File.ReadAllText(_folder.File("checkpoint-before")), @"[0-9a-f]{16}\\n(\d+)\\n").Select(match => int.Parse(match.Groups[1].Value, null));
            Target = Math.Max(size, places.Max()) + 2;
            for (var behind = Count; behind >= Target; behind--) Drop(behind);
            IsCareful = false;
            Save();
        }

        void Take(int number, int count)
        {
            Target = number;
            for (var i = 0; i < count; i++) Drop(number);
        }

        void Swap(int number)
        {
            var other = 1 + ((number + 1 + _random.Next(Count - 3)) % Count);
            if (other == number) other = number == 1 ? 2 : number - 1;
            var (one, two) = (At(number), At(other));
            Replace(number, two);
            Replace(other, one);
            Target = IsCareful ? Math.Min(number, other) : number;
        }

        void Move(int number)
        {
            var payload = At(number);
            Drop(number);
            var to = 1 + _random.Next(Count);
            if (to == number) to = number == 1 ? 3 : number - 1;
            Put(to, payload);
            Target = IsCareful ? Math.Min(number, to) : number;
        }

        void ChangeSignature()
        {
            var seals = Enumerable.Range(1, Count).Where(number => At(number).Contains("\"seal\"", StringComparison.Ordinal)).ToList();
            Target = seals[_random.Next(seals.Count)];
            var payload = At(Target);
            var at = payload.LastIndexOf("==", StringComparison.Ordinal) is var end and > 0 ? end - 9 : payload.Length - 12;
            Replace(Target, payload[..at] + (payload[at] == 'A' ? 'B' : 'A') + payload[(at + 1)..]);
        }

        void Add()
        {
            Target = Count + 1;
            _payloads[^1].Add(At(1));
            IsCareful = true;
        }

        string At(int number) => Find(number) is var (file, line) ? _payloads[file][line] : "";

        void Replace(int number, string payload) => _payloads[Find(number).File][Find(number).Line] = payload;

        void Drop(int number) => _payloads[Find(number).File].RemoveAt(Find(number).Line);

        void Put(int number, string payload) => _payloads[Find(number).File].Insert(Find(number).Line, payload);

        (int File, int Line) Find(int number)
        {
            var file = 0;
            for (number--; number >= _payloads[file].Count; file++) number -= _payloads[file].Count;
            return (file, number);
        }

        string Changed(string payload) => payload.Contains("\"seal\"", StringComparison.Ordinal)
            ? payload.Replace("T08:", "T07:", StringComparison.Ordinal)
            : _random.Next(3) switch
            {
                0 => payload.Replace("\"done\"", "\"failed\"", StringComparison.Ordinal),
                1 => payload.Replace("\"actor\":\"", "\"actor\":\"x", StringComparison.Ordinal),
                _ => payload.Replace("T08:", "T07:", StringComparison.Ordinal),
            };

        void Save()
        {
            var (number, first) = (1, 1);
            foreach (var file in _files) File.Delete(file);
            foreach (var payloads in _payloads.Where(payloads => payloads.Count > 0))
            {
                var file = IsCareful ? _folder.File($"audit/{first:D12}.log") : _files[_payloads.IndexOf(payloads)];
                var fitted = payloads.Select(payload => IsCareful ? Number().Replace(payload, $"{{\"n\":{number++},") : payload);
                File.WriteAllBytes(file, [.. fitted.SelectMany(payload => Frame.Of(Encoding.UTF8.GetBytes(payload)))]);
                first = number;
            }
        }
    }

    [GeneratedRegex("^\\{\"n\":\\d+,")]
    private static partial Regex Number();
}
