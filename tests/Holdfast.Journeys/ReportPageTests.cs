using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Journeys;

[Collection(nameof(SampleBank))]
public partial class ReportPageTests(SampleBank sample)
{
    [Fact]
    public void The_served_report_is_accessible_complete_and_asks_no_other_host()
    {
        using var folder = new TemporaryFolder();
        using var server = HoldfastCommand.Start("serve", "--workspace", sample.Workspace, "--port", "0");
        try
        {
            var address = Address().Match(server.StandardOutput.ReadLine() ?? "").Value;
            var seen = Look(address, folder.Path);
            Assert.Empty(seen["violations"]!.AsArray());
            Assert.Empty(seen["errors"]!.AsArray());
            Assert.Empty(seen["foreign"]!.AsArray());
            Assert.Empty(seen["overflow"]!.AsArray());
            Assert.True(new FileInfo(folder.In("print.pdf")).Length > 20_000);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    static JsonNode Look(string address, string folder)
    {
        var script = Path.Combine(PublicData.Repository, "tests", "browser", "look.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, address, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return JsonNode.Parse(output)!;
    }

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Address();
}
