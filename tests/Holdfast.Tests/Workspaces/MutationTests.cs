using Holdfast.Numerics;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Tests.Workspaces;

public class MutationTests
{
    const string Signs = " \t\n:-,[]{}'\"#&*!|>%@`?~0123456789abcdefxyz\u0000\u00e9\u6f22\ud83d";

    /// <summary>Property, 210 seeded edits: a hand that slips gives a clean file or faults with a place in it, never a crash.</summary>
    [Fact]
    public void Any_edit_of_a_valid_file_leaves_it_clean_or_gives_faults_with_their_lines()
    {
        using var folder = new TestWorkspace();
        InitWorkspace.Run(new(folder.Root, "telecom", Sample: false));
        string[] files = ["holdfast.yaml", "actions.yaml", "policy.yaml", "segments.yaml", "programmes.yaml", "words/en.yaml", "sources/agreements.yaml"];
        var random = new RandomStream(20261121);
        var (clean, faulty) = (0, 0);
        for (var trial = 0; trial < 210; trial++)
        {
            var file = files[trial % files.Length];
            var text = File.ReadAllText(Path.Combine(folder.Root, file));
            var edited = Edit(text, random.Split((ulong)trial));
            folder.Write(file, edited);
            var loaded = folder.Load();
            Assert.Equal(loaded.Faults.Count == 0, loaded.Workspace is not null);
            Assert.All(loaded.Faults, fault => Assert.True(
                fault.Line >= 1 && fault.Column >= 1 && fault.Line <= Lines(folder, fault.File) && fault.Found.Length > 0 && fault.Allowed.Length > 0,
                $"trial {trial}: {fault}"));
            (clean, faulty) = loaded.Faults.Count == 0 ? (clean + 1, faulty) : (clean, faulty + 1);
            folder.Write(file, text);
        }

        Assert.True(clean > 10 && faulty > 100, $"{clean} clean, {faulty} faulty: the edits try only one side");
    }

    static int Lines(TestWorkspace folder, string file)
    {
        var path = Path.Combine(folder.Root, file);
        return File.Exists(path) ? File.ReadAllText(path).Count(sign => sign == '\n') + 1 : 1;
    }

    static string Edit(string text, RandomStream random)
    {
        var at = random.Index(text.Length);
        var length = Math.Min(random.Index(12), text.Length - at);
        return random.Index(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Signs[random.Index(Signs.Length)].ToString()),
            2 => text[..at],
            3 => Swap(text, random),
            _ => text.Remove(at, length).Insert(at, string.Concat(Enumerable.Range(0, 3).Select(_ => Signs[random.Index(Signs.Length)]))),
        };
    }

    static string Swap(string text, RandomStream random)
    {
        var lines = text.Split('\n');
        var (a, b) = (random.Index(lines.Length), random.Index(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        return string.Join('\n', lines);
    }
}
