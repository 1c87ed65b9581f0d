using System.Diagnostics;
using System.Text.Json.Nodes;
using Holdfast.Operations.People;

namespace Holdfast.Journeys;

/// <summary>The OpenAPI document: sound by Spectral's rules, and true of every answer to random requests made from it as each role.</summary>
[Collection(nameof(SampleBank))]
public class ApiDocumentTests(SampleBank sample)
{
    const int Seed = 20261122;

    [Fact]
    public async Task The_document_is_sound_and_every_answer_to_random_requests_is_in_it()
    {
        using var folder = new TemporaryFolder();
        using var server = ServedWorkspace.Start(sample.Workspace);
        var key = server.Key();
        var keys = string.Join(',', Enum.GetValues<Role>().Select(server.KeyOf).Prepend(key));
        using var program = new HttpClient { BaseAddress = new Uri(server.Address) };
        program.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await File.WriteAllTextAsync(folder.In("openapi.json"), await program.GetStringAsync("/api/openapi.json"));
        var lint = Node("node_modules/.bin/spectral", "", "lint", "--ruleset", "spectral.yaml", "--format", "json", "--quiet", folder.In("openapi.json"));
        Assert.Equal("[]", lint.Trim());

        var count = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes" ? 100_000 : 600;
        var walked = JsonNode.Parse(Node("node", keys, "walk.mjs", server.Address, $"{count}", $"{Seed}"))!;
        Assert.Empty(walked["faults"]!.AsArray());
        Assert.True((int?)walked["answers"]!["200"] > count / 40, walked["answers"]!.ToJsonString());
        Assert.True((int?)walked["followings"]!["200"] > 0, walked["followings"]!.ToJsonString());
    }

    static string Node(string program, string key, params string[] arguments)
    {
        var folder = Path.Combine(PublicData.Repository, "tests", "api");
        var start = new ProcessStartInfo(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, program) : program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["HOLDFAST_KEY"] = key;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(output.Length > 0, errors.Result);
        return output;
    }
}
