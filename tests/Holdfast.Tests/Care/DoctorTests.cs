using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Care;
using Holdfast.Store.Audit;
using Holdfast.Tests.Audit;
using Holdfast.Tests.Ingest;

namespace Holdfast.Tests.Care;

public class DoctorTests
{
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System);

    [Fact]
    public void A_workspace_that_is_well_has_no_fault_and_every_other_finding_has_its_remedy()
    {
        using var shop = Shop();
        var before = Files(shop);
        var found = Diagnose(shop.Root, 0);
        Assert.True(found.Works, DiagnoseWorkspace.Describe(found));
        Assert.All(found.Findings, finding => Assert.Equal(finding.Health == Health.Well, finding.Remedy is null));
        Assert.Equal(Health.Well, One(found, "facts").Health);
        Assert.Equal(Health.Warning, One(found, "last run").Health);
        Assert.Equal(before, Files(shop));
    }

    [Fact]
    public void A_key_others_can_read_and_a_damaged_manifest_are_faults_with_the_remedy()
    {
        using var shop = Shop();
        using (var log = AuditLog.Open(AuditTrail.FolderOf(shop.Root))) log.Append(0, 2);
        var key = Path.Combine(AuditTrail.FolderOf(shop.Root), "key.pem");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.WriteAllText(Path.Combine(shop.Root, "data", "warehouse", "manifests", "1.json"), "torn");
        var found = Diagnose(shop.Root, 0);
        Assert.Equal((Health.Fault, $"chmod 600 {key}"), (One(found, "secrets").Health, One(found, "secrets").Remedy));
        Assert.Contains("is damaged", One(found, "facts").What, StringComparison.Ordinal);
        Assert.False(found.Works);
        Assert.StartsWith("FAULT", DiagnoseWorkspace.Describe(found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_a_clock_that_is_behind_and_a_folder_that_is_none_are_told()
    {
        using var shop = Shop();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Equal(Health.Warning, One(Diagnose(null, port), "port").Health);
        File.WriteAllText(Path.Combine(shop.Root, "data", "late.txt"), "");
        File.SetLastWriteTimeUtc(Path.Combine(shop.Root, "data", "late.txt"), new DateTime(2199, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(Health.Fault, One(Diagnose(shop.Root, 0), "clock").Health);
        Assert.Contains("holdfast init", One(Diagnose(Path.Combine(shop.Root, "data"), 0), "workspace").Remedy, StringComparison.Ordinal);
    }

    static DiagnoseWorkspaceResult Diagnose(string? workspace, int port) => DiagnoseWorkspace.Run(new DiagnoseWorkspaceRequest { Workspace = workspace, Port = port }, Context, CancellationToken.None);

    static Finding One(DiagnoseWorkspaceResult result, string about) => result.Findings.Single(finding => finding.About == about);

    static List<string> Files(Loading shop) => [.. Directory.GetFiles(shop.Root, "*", SearchOption.AllDirectories).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file} {new FileInfo(file).Length}")).Order(StringComparer.Ordinal)];

    static Loading Shop()
    {
        var loading = Loading.Of(
            ("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, kind: { value: fee }, amount: sum }\n"),
            ("told.csv", "who,id,at,sum\na,1,2024-01-10,1.50\nb,2,2024-01-11,-7\n"));
        loading.Run();
        return loading;
    }
}
