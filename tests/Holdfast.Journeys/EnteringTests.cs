using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Journeys;

/// <summary>R3: coming in as a person does, in a real browser, which sends headers that a program does not.</summary>
public partial class EnteringTests
{
    [Fact]
    public void The_first_link_and_then_name_and_password_let_somebody_in()
    {
        using var folder = new TemporaryFolder();
        var workspace = folder.In("shop");
        HoldfastCommand.Json("init", workspace, "--template", "retail", "--sample", "false");
        using var server = HoldfastCommand.Start("serve", "--workspace", workspace, "--port", "0");
        try
        {
            server.StandardOutput.ReadLine();
            var link = Link().Match(server.StandardOutput.ReadLine() ?? "").Value;
            var script = Path.Combine(PublicData.Repository, "tests", "browser", "enter.mjs");
            using var node = Process.Start(new ProcessStartInfo("node", [script, link, "ada", "correct horse battery"]) { RedirectStandardOutput = true })!;
            var seen = JsonNode.Parse(node.StandardOutput.ReadToEnd())!;
            Assert.Equal([(303, "/"), (303, "/")], seen["steps"]!.AsArray().Select(step => ((int)step!["status"]!, (string)step["at"]!)));
            Assert.Empty(seen["errors"]!.AsArray());
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"http://localhost:\d+/start\?link=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
