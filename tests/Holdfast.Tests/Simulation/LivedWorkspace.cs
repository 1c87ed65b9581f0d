using System.Text.Json;
using Holdfast.Operations;
using Holdfast.Operations.Act;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Simulate;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Simulation;

/// <summary>A small simulated world in a workspace of its own, with runs written by hand.</summary>
sealed class LivedWorkspace : IDisposable
{
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System);

    public LivedWorkspace(string world, string template)
    {
        Root = Directory.CreateTempSubdirectory("holdfast-lived-").FullName;
        InitWorkspace.Run(new InitWorkspaceRequest(Root, template, Sample: false));
        SimulateWorld.Run(new SimulateWorldRequest { World = world, Customers = 100, Seed = 3, Workspace = Root }, Context, CancellationToken.None);
    }

    public LivedWorkspace(int customers = 120, long seed = 3)
    {
        Root = Directory.CreateTempSubdirectory("holdfast-lived-").FullName;
        InitWorkspace.Run(new InitWorkspaceRequest(Root, "bank"));
        SimulateBank.Run(new SimulateBankRequest { Customers = customers, Years = 1, Seed = seed, Workspace = Root }, Context, CancellationToken.None);
    }

    LivedWorkspace(LivedWorkspace other)
    {
        Root = Directory.CreateTempSubdirectory("holdfast-lived-").FullName;
        foreach (var file in Directory.GetFiles(other.Root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Root, Path.GetRelativePath(other.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Root { get; }

    public string Incoming => Path.Combine(Root, "data", "incoming");

    public string Truth => Path.Combine(Root, "data", "truth");

    public Day Tomorrow => Day.Parse(File.ReadLines(Path.Combine(Truth, "customers.csv")).Skip(1).First().Split(',')[0]);

    /// <summary>Customers whom the truth calls here, in its order.</summary>
    public List<string> Here => [.. File.ReadLines(Path.Combine(Truth, "customers.csv")).Skip(1).Select(line => line.Split(',')).Where(f => f[2] == "here").Select(f => f[1])];

    public void Dispose() => Directory.Delete(Root, true);

    public LivedWorkspace Copy() => new(this);

    public SimulateStepResult Step(int days) => SimulateStep.Run(new SimulateStepRequest { Workspace = Root, Days = days }, Context, CancellationToken.None);

    /// <summary>Writes a finished run that decided these things.</summary>
    public void Decide(Day asOf, IEnumerable<Decision> decisions)
    {
        var root = RunFolder.RootOf(Root, asOf);
        Directory.CreateDirectory(Path.Combine(root, "decide"));
        Directory.CreateDirectory(Path.Combine(root, "act"));
        var all = decisions.ToList();
        DecisionTables.Decisions(all).Write(Path.Combine(root, "decide", "decisions.parquet"));
        IReadOnlyList<CallListEntry> list = [.. all.Where(one => one is { Action: not null, Arm: Arm.Treatment }).Select((one, i) => Entry(one, i, asOf))];
        File.WriteAllBytes(Path.Combine(root, "act", "call-list.json"), JsonSerializer.SerializeToUtf8Bytes(list, ActJson.Default.IReadOnlyListCallListEntry));
        File.WriteAllText(Path.Combine(root, "act", "stage.json"), "{}");
    }

    /// <summary>Everything the steps told, a line for each row, in an order that does not depend on the steps.</summary>
    public List<string> Told() =>
    [
        .. Directory.GetFiles(Incoming).Select(path => Path.GetFileNameWithoutExtension(path)).SelectMany(name => File.ReadLines(Path.Combine(Incoming, name + ".csv")).Skip(1)
            .Select(line => (name.Contains("-20", StringComparison.Ordinal) ? name[..name.IndexOf("-20", StringComparison.Ordinal)] : name) + ": " + line)).Order(StringComparer.Ordinal),
    ];

    public List<string[]> Rows(string source) => [.. Told().Where(line => line.StartsWith(source + ": ", StringComparison.Ordinal)).Select(line => line[(source.Length + 2)..].Split(','))];

    public string TruthOf(string name) => File.ReadAllText(Path.Combine(Truth, name));

    public static Decision Call(string customer, string action = "retention_call", string channel = "phone", Arm arm = Arm.Treatment) =>
        new(customer, action, channel, arm, arm == Arm.Control ? 0.1 : 0.9, 100, 50, 8, []);

    static CallListEntry Entry(Decision one, int index, Day asOf) => new()
    {
        Number = index + 1,
        Customer = one.Customer,
        Name = "",
        Action = one.Action!,
        Task = "",
        Reason = "",
        Script = "",
        Offer = "",
        OfferLanguage = "en",
        Direction = "ltr",
        Language = "en",
        Channel = one.Channel!,
        Ways = [],
        ValueAtStakeMinor = 0,
        Deadline = (asOf + 5).ToString(),
        Owner = "",
    };
}
