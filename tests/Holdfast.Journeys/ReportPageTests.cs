using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Holdfast.Journeys;

[Collection(nameof(SampleBank))]
public class ReportPageTests(SampleBank sample)
{
    [Fact]
    public void The_served_pages_are_accessible_complete_and_ask_no_other_host()
    {
        using var folder = new TemporaryFolder();
        using var server = ServedWorkspace.Start(sample.Workspace);
        foreach (var page in new[] { "/", "/sign-in", "/api/reference" })
        {
            var seen = Look(server.Address + page, folder.Path, server.Session);
            Assert.Empty(seen["violations"]!.AsArray());
            Assert.Empty(seen["errors"]!.AsArray());
            Assert.Empty(seen["foreign"]!.AsArray());
            Assert.Empty(seen["overflow"]!.AsArray());
            if (page == "/") Assert.True(new FileInfo(folder.In("print.pdf")).Length > 20_000);
        }
    }

    static JsonNode Look(string address, string folder, string session)
    {
        var script = Path.Combine(PublicData.Repository, "tests", "browser", "look.mjs");
        var start = new ProcessStartInfo("node", [script, address, folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOLDFAST_SESSION"] = session;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return JsonNode.Parse(output)!;
    }
}
