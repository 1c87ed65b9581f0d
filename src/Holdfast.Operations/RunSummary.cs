using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Measure;
using Holdfast.Operations.Predict;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations;

/// <summary>
/// Puts the result of a run together from what its stages wrote. <c>result.json</c> is the same for the same input and seed;
/// timings, facts about the machine and the version of the facts that was read go to <c>timings.json</c>.
/// </summary>
static class RunSummary
{
    const string LoadStage = "ingest";

    public static RunResult Write(string root, (Day AsOf, long Version) facts, IngestReport ingest, IReadOnlyList<StageTiming> timings, IReadOnlyList<string> notes)
    {
        var result = Assemble(root, facts.AsOf, ingest, timings, notes);
        // What a load read, refused and noted belongs to the load and not to the run: one that died after publishing finds its rows again
        // as duplicates, and files that came later do not change a past day.
        var lasting = result with
        {
            Stages = [.. timings.Select(t => t with { Seconds = 0, Rows = t.Name == LoadStage ? 0 : t.Rows })],
            Sources = [],
            Rejects = [],
            Notes = [.. notes.Where(note => !note.StartsWith(LoadStage + ": ", StringComparison.Ordinal))],
            Folder = ".",
        };
        WriteWhole(Path.Combine(root, "result.json"), JsonSerializer.SerializeToUtf8Bytes(lasting, RunJson.Default.RunResult));
        var measured = new JsonObject
        {
            ["version"] = facts.Version,
            ["stages"] = new JsonArray([.. timings.Select(t => new JsonObject { ["name"] = t.Name, ["seconds"] = t.Seconds })]),
            ["processors"] = Environment.ProcessorCount,
            ["peakBytes"] = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64,
        };
        WriteWhole(Path.Combine(root, "timings.json"), JsonSerializer.SerializeToUtf8Bytes(measured, RunJson.Default.JsonObject));
        return result;
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(RunResult result)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Run for {result.AsOf}: {result.Customers.Total:N0} customers, {result.Customers.Churned:N0} gone, {result.Customers.Scored:N0} scored."),
        };
        lines.AddRange(result.Sources.Select(s => string.Create(CultureInfo.InvariantCulture, $"  {s.Source,-22} {s.Rows,12:N0} rows = {s.Accepted:N0} accepted + {s.Rejected:N0} rejected + {s.Duplicate:N0} duplicate")));
        foreach (var model in result.Models.Where(m => m.Champion))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Model {model.Name}: AUC {model.Auc:0.000}, top-decile lift {model.TopDecileLift:0.0}, calibration slope {model.CalibrationSlope:0.00}."));
        }

        lines.AddRange(result.Leaks.Select(leak => $"Refused column '{leak.Column}'{(leak.Source is null ? "" : $" of {leak.Source}")}: {leak.Reason}"));
        lines.AddRange(result.Rejects.Select(reject => $"Rejected {reject.Rows} {(reject.Rows == 1 ? "row" : "rows")} of {reject.Source}: see {reject.File}"));
        lines.Add($"Decided: {string.Join(", ", result.Decisions.Select(d => $"{d.Action} {d.Customers}").DefaultIfEmpty("nothing"))}.");
        lines.AddRange(result.Notes.Select(note => $"note: {note}"));
        lines.Add($"Report: {Path.Combine(result.Folder, "report", "report.html")}");
        lines.Add($"Call list: {Path.Combine(result.Folder, "act", "call-list.csv")}");
        return string.Join(Environment.NewLine, lines);
    }

    static RunResult Assemble(string root, Day asOf, IngestReport ingest, IReadOnlyList<StageTiming> timings, IReadOnlyList<string> notes)
    {
        var customers = Read(root, "measure", "measure.json", MeasureJson.Bound.Measures).Customers;
        var plan = Read(root, "decide", "decide.json", DecideJson.Default.PlanReport);
        var card = Read(root, "predict", "model-card.json", PredictJson.Default.ModelCard);
        return new RunResult
        {
            AsOf = asOf.ToString(),
            Customers = new CustomerCounts(customers.Ever, customers.Left, timings.First(t => t.Name == "predict").Rows),
            Stages = timings,
            Models = [.. card.Tests.Select(test => RunModel.Of(card, test))],
            Decisions = [.. plan.Decisions.Select(d => new RunDecision(d.Action, d.Customers))],
            Refusals = [.. plan.Refusals.Select(r => new RunRefusal(r.Rule, r.Customers))],
            Budget = new RunBudget(plan.Budget.Limit, plan.Budget.Allocated),
            Leaks = [.. card.Leaks.Select(l => RunLeak.Of(l, ingest.Sources))],
            Sources = [.. ingest.Sources.Select(s => new RunSource(s.Source, s.Rows, s.Accepted, s.Rejected, s.Duplicate))],
            Rejects = [.. ingest.Sources.Where(s => s.Rejected > 0).Select(s => new RunReject(s.Source, s.Rejected, s.RejectsFile))],
            Files = [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(file => !file.Contains(".unfinished/", StringComparison.Ordinal) && file is not ("timings.json" or "result.json"))
                .Append("result.json").Append("timings.json").Order(StringComparer.Ordinal)],
            Folder = root,
            Notes = notes,
        };
    }

    static T Read<T>(string root, string stage, string file, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(root, stage, file)), type)!;

    static void WriteWhole(string path, byte[] content)
    {
        File.WriteAllBytes(path + ".unfinished", content);
        File.Move(path + ".unfinished", path, overwrite: true);
    }
}
