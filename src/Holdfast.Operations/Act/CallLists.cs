using System.Text;
using System.Text.Json;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Act;

/// <summary>The call lists of a workspace's runs, as people work from them.</summary>
static class CallLists
{
    const string Stage = "act";
    const string Csv = "call-list.csv";
    const string Json = "call-list.json";

    /// <summary>Writes a list, for spreadsheets and for programs.</summary>
    /// <param name="entries">Its lines.</param>
    /// <param name="business">Currency and its digits.</param>
    /// <param name="folder">An existing folder.</param>
    public static void Write(IReadOnlyList<CallListEntry> entries, Business business, string folder)
    {
        File.WriteAllText(Path.Combine(folder, Csv), CallListCsv.Of(entries, business), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.WriteAllBytes(Path.Combine(folder, Json), JsonSerializer.SerializeToUtf8Bytes(entries, ActJson.Readable.IReadOnlyListCallListEntry));
    }

    /// <summary>
    /// Takes off every list there is whoever objects: to profiling, everything; to marketing, everything but services. The lines left
    /// keep their numbers.
    /// </summary>
    /// <returns>Days of the runs whose lists were shortened.</returns>
    public static IReadOnlyList<string> TakeOff(Workspace workspace, Objections objections)
    {
        var services = workspace.Actions.Where(action => action.Purpose == Purpose.Serve).Select(action => action.Id).ToHashSet(StringComparer.Ordinal);
        return objections == Objections.None ? [] : TakeOff(workspace, entry =>
            objections.ToProfiling.ContainsKey(entry.Customer) || (objections.ToMarketing.ContainsKey(entry.Customer) && !services.Contains(entry.Action)));
    }

    /// <summary>Takes lines off every list there is; those left keep their numbers.</summary>
    /// <returns>Days of the runs whose lists were shortened.</returns>
    public static IReadOnlyList<string> TakeOff(Workspace workspace, Func<CallListEntry, bool> which) =>
        [.. RunFolder.AllOf(workspace.Root).Where(run => TakeOff(Path.Combine(run, Stage), workspace.Business, which)).Select(run => Path.GetFileName(run))];

    static bool TakeOff(string folder, Business business, Func<CallListEntry, bool> which)
    {
        var list = Path.Combine(folder, Json);
        if (!File.Exists(list)) return false;
        var entries = JsonSerializer.Deserialize(File.ReadAllBytes(list), ActJson.Readable.IReadOnlyListCallListEntry)!;
        var left = entries.Where(entry => !which(entry)).ToList();
        if (left.Count == entries.Count) return false;

        // Beside the list and renamed over it, so that who opens it meanwhile sees a whole one; the list that tells of the change goes last.
        var beside = Directory.CreateDirectory(folder + ".shorter").FullName;
        Write(left, business, beside);
        File.Move(Path.Combine(beside, Csv), Path.Combine(folder, Csv), overwrite: true);
        File.Move(Path.Combine(beside, Json), list, overwrite: true);
        Directory.Delete(beside);
        return true;
    }
}
