using System.Text.Json;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Operations.Predict;

/// <summary>A finished run's predictions: where its files are and which features it used.</summary>
/// <param name="AsOf">The day of the run.</param>
/// <param name="Folder">Its folder.</param>
sealed record PredictedRun(Day AsOf, RunFolder Folder)
{
    /// <summary>The run of a day, or the newest one.</summary>
    /// <exception cref="HoldfastException">There is no such run with predictions.</exception>
    public static PredictedRun Find(Workspace workspace, string? asked)
    {
        var runs = Path.GetDirectoryName(RunFolder.RootOf(workspace.Root, default))!;
        var days = Directory.Exists(runs)
            ? Directory.GetDirectories(runs).Where(run => File.Exists(Path.Combine(run, "predict", "feature-plan.json"))).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()
            : [];
        var day = asked ?? days.LastOrDefault();
        if (!days.Contains(day, StringComparer.Ordinal) || !Day.TryParse(day, out var asOf))
            throw new HoldfastException($"There is no run with predictions{(asked is null ? "" : $" for {asked}")}; there are: {(days.Length == 0 ? "none; `holdfast run` makes one" : string.Join(", ", days))}.");
        var root = RunFolder.RootOf(workspace.Root, asOf);
        return new PredictedRun(asOf, new RunFolder(root, root));
    }

    /// <summary>The plan of its features.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public FeaturePlan Plan()
    {
        var path = Folder.Input("predict", "feature-plan.json");
        try
        {
            var given = JsonSerializer.Deserialize<System.Text.Json.Nodes.JsonObject>(File.ReadAllBytes(path))!;
            return Defaults.Fill(given, PredictJson.Default.FeaturePlan).Deserialize(PredictJson.Default.FeaturePlan)!;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"The file {path} is damaged: {damaged.Message} Run the loop again.", damaged);
        }
    }
}
