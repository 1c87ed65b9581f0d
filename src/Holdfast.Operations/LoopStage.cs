using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Operations;

/// <summary>One named stage of the loop.</summary>
/// <param name="Name">Its name and the name of its folder.</param>
/// <param name="Rows">What the rows of its main result are, in words.</param>
/// <param name="Run">What it does.</param>
/// <param name="Invariants">What must hold when it is done.</param>
sealed record LoopStage(string Name, string Rows, Func<RunContext, CancellationToken, StageResult> Run, IReadOnlyList<Invariant> Invariants);

/// <summary>Something that must hold after a stage.</summary>
/// <param name="Statement">The statement, as a sentence.</param>
/// <param name="Broken">What breaks it, with figures; null where it holds.</param>
sealed record Invariant(string Statement, Func<RunContext, string?> Broken);

/// <summary>What a finished stage leaves beside its files: from which inputs it was made and what it said.</summary>
/// <param name="Inputs">Fingerprint of everything the stage depends on.</param>
/// <param name="Rows">Rows of its main result.</param>
/// <param name="Notes">Sentences for the user.</param>
/// <param name="Print">Fingerprint of the marker itself: a damaged one counts as none, and the stage is done again.</param>
sealed record StageMarker(string Inputs, long Rows, IReadOnlyList<string> Notes, string Print = "")
{
    const string File = "stage.json";

    /// <summary>The marker of a finished stage's folder; null where the stage is not finished.</summary>
    public static StageMarker? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path)) return null;
        try
        {
            var marker = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(path), RunJson.Default.StageMarker);
            return marker is { Inputs: not null, Notes: not null } && marker.Print == marker.OwnPrint() ? marker : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it into the folder of a stage that is about to be finished.</summary>
    public void Write(string folder) =>
        System.IO.File.WriteAllBytes(Path.Combine(folder, File), JsonSerializer.SerializeToUtf8Bytes(this with { Print = OwnPrint() }, RunJson.Default.StageMarker));

    /// <summary>Takes the markers out of a run's folder, so that the next run for the day does every stage anew.</summary>
    public static void Forget(string run)
    {
        foreach (var stage in Directory.GetDirectories(run)) System.IO.File.Delete(Path.Combine(stage, File));
    }

    string OwnPrint() => Fingerprint([Inputs, Rows.ToString(System.Globalization.CultureInfo.InvariantCulture), .. Notes]);

    /// <summary>A fingerprint of parts, in hexadecimal.</summary>
    public static string Fingerprint(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}
