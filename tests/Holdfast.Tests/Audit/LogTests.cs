using System.Diagnostics;
using Holdfast.Store.Audit;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Audit;

public class LogTests
{
    [Fact]
    public void Records_come_back_as_they_were_told_and_the_log_verifies()
    {
        using var folder = new TempFolder();
        using var log = folder.Log();
        var told = new AuditEntry
        {
            At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(3.5)),
            Actor = "account:Ж-«ک»\n\"x\"",
            Operation = "decide/explain",
            Outcome = "done",
            Touched = "run",
            Id = "2026-02-28",
            Person = "C-1",
            Request = "r1",
            Note = "two\nlines",
        };
        log.Append(told);
        var record = Assert.Single(log.Read());
        Assert.Equal((1L, told.At.ToUniversalTime(), told.Actor, told.Operation, told.Outcome), (record.Number, record.At, record.Actor, record.Operation, record.Outcome));
        Assert.Equal((told.Touched, told.Id, told.Request, told.Note), (record.Touched, record.Id, record.Request, record.Note));
        Assert.Equal(log.MarkOf("C-1"), record.PersonMark);
        var verdict = folder.Verify(log.Checkpoint()!);
        Assert.Empty(verdict.Faults);
        Assert.Equal((2L, 1L, 1L, "2026-03-01T08:30:00.000000Z"), (verdict.Records, verdict.Events, verdict.SignedRecords, verdict.SignedAt));
    }

    [Fact]
    public void A_person_s_id_stands_in_no_record_and_after_erasure_nowhere_and_the_log_still_verifies()
    {
        using var folder = new TempFolder();
        using var log = folder.Log();
        foreach (var person in new[] { "planted-7731", "another", "planted-7731" }) log.Append(Logs.Entry(2) with { Person = person });
        var marks = log.Read().Select(record => record.PersonMark).ToList();
        Assert.Equal(marks[0], marks[2]);
        Assert.NotEqual(marks[0], marks[1]);
        Assert.DoesNotContain("planted-7731", string.Join("", Directory.GetFiles(folder.File("audit"), "*.log").Select(File.ReadAllText)), StringComparison.Ordinal);

        Assert.True(log.ErasePerson("planted-7731"));
        Assert.False(log.ErasePerson("planted-7731"));
        Assert.DoesNotContain("planted-7731", string.Join("", Directory.GetFiles(folder.File("audit")).Select(File.ReadAllText)), StringComparison.Ordinal);
        Assert.Null(log.MarkOf("planted-7731"));
        Assert.Equal(marks[1], log.MarkOf("another"));
        Assert.Equal(marks, log.Read().Select(record => record.PersonMark));

        // Who is told of again is another one to the log.
        log.Append(Logs.Entry(2) with { Person = "planted-7731" });
        Assert.NotEqual(marks[0], log.MarkOf("planted-7731"));
        Assert.Empty(folder.Verify().Faults);
    }

    [Fact]
    public void An_erasure_that_dies_in_the_middle_of_its_write_takes_nobody_else_with_it()
    {
        using var folder = new TempFolder();
        using (var log = folder.Log()) log.Append(0, 14);
        var bytes = File.ReadAllBytes(folder.File("audit/people"));
        bytes[bytes.AsSpan().IndexOf("C-2"u8)] = (byte)' ';
        File.WriteAllBytes(folder.File("audit/people"), bytes);
        using var again = folder.Log();
        Assert.Null(again.MarkOf("C-2"));
        Assert.NotNull(again.MarkOf("C-4"));
        again.Append(14, 14);
        Assert.Empty(folder.Verify().Faults);
    }

    [Fact]
    public async Task Many_at_once_are_written_together_each_once()
    {
        using var folder = new TempFolder();
        var flushes = 0;
        using var log = folder.Log((step, _) => flushes += step == Holdfast.Store.DiskStep.Flush ? 1 : 0);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => log.AppendAsync(Logs.Entry(i)))));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"r{i}").Order(), folder.Requests().Order());
        Assert.Empty(folder.Verify().Faults);
        Assert.True(flushes < 500, $"{flushes} flushes");
    }

    [Fact]
    public async Task Two_writers_take_turns_and_lose_nothing_over_many_segments()
    {
        using var folder = new TempFolder();
        using var one = folder.Log(segment: 4000);
        using var other = folder.Log(segment: 4000);
        await Task.WhenAll(new[] { one, other }.Select((log, which) => Task.Run(() => log.Append(which * 1000, 60))));
        Assert.Equal(Enumerable.Range(0, 60).Concat(Enumerable.Range(1000, 60)).Select(i => $"r{i}").Order(), folder.Requests().Order());
        Assert.True(Directory.GetFiles(folder.File("audit"), "*.log").Length > 3);
        Assert.Empty(folder.Verify(one.Checkpoint()!).Faults);
    }

    [Fact]
    public void The_private_key_and_the_people_are_for_their_owner_only()
    {
        using var folder = new TempFolder();
        using (var log = folder.Log()) log.Append(0, 2);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in new[] { "key.pem", "people" }) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("audit/" + file)));
    }

    [Fact]
    public void A_log_signed_anew_with_another_key_is_found_by_the_key_that_was_kept()
    {
        using var folder = new TempFolder();
        using (var log = folder.Log()) log.Append(0, 5);
        var kept = File.ReadAllText(folder.File("audit/key.pub.pem"));
        Directory.Delete(folder.File("audit"), recursive: true);
        using var forged = folder.Log();
        forged.Append(0, 5);
        Assert.Empty(folder.Verify().Faults);
        Assert.Contains(forged.Verify(kept, [], CancellationToken.None).Faults, fault => fault.Problem == AuditProblem.Unproven);
    }

    [Fact]
    public void A_checkpoint_kept_elsewhere_finds_a_log_that_was_put_back_or_written_anew_with_its_key()
    {
        using var folder = new TempFolder();
        using (var log = folder.Log()) log.Append(0, 5);
        using var earlier = folder.Copy();
        using (var log = folder.Log()) log.Append(5, 5);
        using var whole = folder.Log();
        var kept = whole.Checkpoint()!;
        Assert.Empty(folder.Verify(kept).Faults);
        Assert.Equal(AuditProblem.Cut, Assert.Single(earlier.Verify(kept).Faults).Problem);

        using (var log = earlier.Log()) log.Append(100, 20);
        Assert.Empty(earlier.Verify().Faults);
        Assert.Contains("written anew with the private key", Assert.Single(earlier.Verify(kept).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Anybody_can_check_a_checkpoint_with_openssl()
    {
        using var folder = new TempFolder();
        using var log = folder.Log();
        log.Append(0, 3);
        var note = log.Checkpoint()!;
        var signed = note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        File.WriteAllText(folder.File("body"), signed);
        File.WriteAllBytes(folder.File("signature"), Convert.FromBase64String(note.TrimEnd().Split(' ')[^1])[4..]);
        Assert.Equal("Verified OK", OpenSsl(folder));
        File.AppendAllText(folder.File("body"), "x");
        Assert.NotEqual("Verified OK", OpenSsl(folder));
    }

    [Fact]
    public void A_log_without_its_key_or_checkpoint_takes_no_more_records()
    {
        using var folder = new TempFolder();
        using (var log = folder.Log()) log.Append(0, 3);
        using var keyless = folder.Copy();
        File.Delete(keyless.File("audit/key.pem"));
        using (var log = keyless.Log()) Assert.Throws<InvalidDataException>(() => log.Append(Logs.Entry(3)));
        File.Delete(folder.File("audit/checkpoint"));
        using (var log = folder.Log()) Assert.Throws<InvalidDataException>(() => log.Append(Logs.Entry(3)));
        Assert.Contains(folder.Verify().Faults, fault => fault.Problem == AuditProblem.Unproven);
    }

    static string OpenSsl(TempFolder folder)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { "dgst", "-sha256", "-verify", folder.File("audit/key.pub.pem"), "-signature", folder.File("signature"), folder.File("body") }) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
