using System.Text.Json;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>A reference data set as the columns that survival methods take.</summary>
sealed class SurvivalTable
{
    readonly List<Dictionary<string, string>> _rows;

    SurvivalTable(List<Dictionary<string, string>> rows) => _rows = rows;

    public int Count => _rows.Count;

    public double[] Entries { get; private init; } = [];

    public double[] Exits { get; private init; } = [];

    public bool[] Events { get; private init; } = [];

    public SurvivalSample Sample => new() { Entries = Entries, Exits = Exits, Events = Events };

    public static SurvivalTable Aml => Read("reference/aml.csv", "time", "status");

    public static SurvivalTable Lung => Read("survival/lung.csv", "time", "status");

    public static SurvivalTable Rossi => Read("survival/rossi.csv", "week", "arrest");

    public static SurvivalTable Veteran => Read("reference/veteran.csv", "time", "status");

    public static SurvivalTable Mgus2 => Read("reference/mgus2.csv", "futime", "death");

    public static SurvivalTable Telco => Read("telco-ibm/Telco-Customer-Churn.csv", "tenure", "Churn").Where(r => r["tenure"] != "0");

    /// <summary>Therneau's validation rows.</summary>
    public static readonly double[] Test1Times = [1, 1, 6, 6, 8, 9], Test1X = [1, 1, 1, 0, 0, 0];
    public static readonly bool[] Test1Events = [true, false, true, true, false, true];
    public static readonly double[] Test2Starts = [1, 2, 5, 2, 1, 7, 3, 4, 8, 8], Test2Stops = [2, 3, 6, 7, 8, 9, 9, 9, 14, 17], Test2X = [1, 0, 0, 1, 0, 1, 1, 1, 0, 0];
    public static readonly bool[] Test2Events = [true, true, true, true, true, true, true, false, false, false];

    public static SurvivalTable Read(string path, string exit, string status, string? entry = null) => Of(ReferenceData.Read(path), exit, status, entry);

    public SurvivalTable Where(Func<Dictionary<string, string>, bool> keep)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => keep(_rows[i]))];
        return new SurvivalTable([.. kept.Select(i => _rows[i])])
        {
            Entries = Entries.Length == 0 ? [] : [.. kept.Select(i => Entries[i])],
            Exits = [.. kept.Select(i => Exits[i])],
            Events = [.. kept.Select(i => Events[i])],
        };
    }

    public double[] Numbers(string name) => [.. _rows.Select(r => r.Number(name))];

    public string[] Texts(string name) => [.. _rows.Select(r => r[name].Trim('"'))];

    /// <summary>Index of each row's text among the distinct ones, sorted.</summary>
    public int[] Codes(string name)
    {
        var texts = Texts(name);
        var levels = texts.Distinct().Order(StringComparer.Ordinal).ToList();
        return [.. texts.Select(t => levels.IndexOf(t))];
    }

    /// <summary>Rows of columns; "name=level" is 1 where the text is that level.</summary>
    public double[] Rows(params string[] names)
    {
        var rows = new double[Count * names.Length];
        for (var j = 0; j < names.Length; j++)
        {
            var parts = names[j].Split('=');
            for (var i = 0; i < Count; i++)
                rows[i * names.Length + j] = parts.Length == 1 ? _rows[i].Number(parts[0]) : _rows[i][parts[0]].Trim('"') == parts[1] ? 1 : 0;
        }
        return rows;
    }

    /// <summary>mgus2's first event: time and cause (1 malignancy, 2 death, 0 none).</summary>
    public (double[] Times, int[] Causes) Mgus2Causes() =>
        ([.. _rows.Select(r => r["pstat"] == "1" ? r.Number("ptime") : r.Number("futime"))], [.. _rows.Select(r => r["pstat"] == "1" ? 1 : r["death"] == "1" ? 2 : 0)]);

    static SurvivalTable Of(List<Dictionary<string, string>> rows, string exit, string status, string? entry)
    {
        rows = [.. rows.Select(r => r.ToDictionary(p => p.Key.Trim('"'), p => p.Value))];
        return new SurvivalTable(rows)
        {
            Exits = [.. rows.Select(r => r.Number(exit))],
            Events = [.. rows.Select(r => r[status] is "1" or "1.0" or "Yes")],
            Entries = entry is null ? [] : [.. rows.Select(r => r.Number(entry))],
        };
    }
}

/// <summary>Comparing with an entry of the reference values at its own tolerance.</summary>
static class Reference
{
    public static void Near(string id, string what, double expected, double found, string tolerance = "rel")
    {
        var limits = ReferenceValues.Entries[id].GetProperty("tolerance");
        var limit = limits.GetProperty(tolerance).GetDouble();
        var allowed = tolerance.EndsWith("_abs", StringComparison.Ordinal) ? limit : limit * Math.Abs(expected);
        Assert.True(Math.Abs(found - expected) <= allowed, FormattableString.Invariant($"{id} {what}: expected {expected:R}, found {found:R}"));
    }

    /// <summary>Every number of a list; where the reference says NA or NaN, what we say instead.</summary>
    public static void All(string id, string name, IEnumerable<double> found, double whereUnknown = double.NaN, string tolerance = "rel")
    {
        var expected = ReferenceValues.Value(id).GetProperty(name).EnumerateArray().ToList();
        var list = found.ToList();
        Assert.Equal(expected.Count, list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (expected[i].ValueKind == JsonValueKind.String)
                Assert.Equal(whereUnknown, list[i]);
            else
                Near(id, $"{name}[{i}]", expected[i].GetDouble(), list[i], tolerance);
        }
    }

    /// <summary>Every number of an object in its order.</summary>
    public static void Named(string id, string name, IReadOnlyList<double> found, string tolerance)
    {
        var expected = ReferenceValues.Value(id).GetProperty(name).EnumerateObject().ToList();
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < found.Count; i++)
            Near(id, $"{name}.{expected[i].Name}", expected[i].Value.GetDouble(), found[i], tolerance);
    }

    public static double Number(string id, params string[] path)
    {
        var at = ReferenceValues.Value(id);
        foreach (var name in path)
            at = at.GetProperty(name);
        return at.GetDouble();
    }
}
