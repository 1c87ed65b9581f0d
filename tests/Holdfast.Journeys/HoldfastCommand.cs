using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Holdfast.Journeys;

/// <summary>Runs the built command line as its user would, as a process of its own.</summary>
static class HoldfastCommand
{
    /// <summary>The built command line.</summary>
    public static string Program { get; } = Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, "holdfast.dll");

    /// <summary>Runs a command to its end.</summary>
    public static Outcome Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs a command to its end with variables of the environment.</summary>
    public static Outcome Run((string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Start(variables, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"holdfast {string.Join(' ', arguments)} did not end within 5 minutes.");
        }

        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs a command that must succeed and reads the one JSON object it prints.</summary>
    public static JsonNode Json(params string[] arguments)
    {
        var outcome = Run([.. arguments, "--json"]);
        Assert.True(outcome.ExitCode == 0, $"holdfast {string.Join(' ', arguments)} ended with {outcome.ExitCode}: {outcome.Errors}");
        return JsonNode.Parse(outcome.Output)!;
    }

    /// <summary>Starts a command without waiting for it.</summary>
    public static Process Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts a command that is fed through its standard input.</summary>
    public static Process StartFed(params string[] arguments) => Start([], arguments, isFed: true);

    static Process Start((string Name, string Value)[] variables, string[] arguments, bool isFed = false)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = isFed, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>How a command ended.</summary>
sealed record Outcome(int ExitCode, string Output, string Errors);
