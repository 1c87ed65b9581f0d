using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Audit;

namespace Holdfast.Cli;

/// <summary>The command line: one command per operation of the catalogue, derived from it.</summary>
static class CommandLine
{
    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A server lets requests and the job at work end.
    static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(1);

    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand("Holdfast keeps customers: measure, predict, decide, act, and prove what worked.");
        foreach (var operation in Catalog.All) Add(root, operation);
        root.Subcommands.Add(ServeCommand.Create());
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestStop });
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"error: {error.Message}");
        await Console.Error.WriteLineAsync("Add --help to see what is allowed.");
        return ExitCode.Usage;
    }

    static void Add(Command parent, Operation operation)
    {
        var words = operation.Path.Split('/');
        foreach (var word in words[..^1]) parent = Group(parent, word);
        var command = new Command(words[^1], operation.Summary);
        var options = operation.Request.Properties.Select(RequestOption.Of).ToList();
        foreach (var option in options) option.AddTo(command);
        var json = new Option<bool>("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        command.Add(json);
        command.SetAction((parsed, cancel) => Task.FromResult(Guard(() => Run(operation, options, parsed, parsed.GetValue(json), cancel))));
        parent.Subcommands.Add(command);
    }

    static Command Group(Command parent, string word)
    {
        var group = parent.Subcommands.FirstOrDefault(c => c.Name == word);
        if (group is not null) return group;
        group = new Command(word, Catalog.GroupSummary(word));
        parent.Subcommands.Add(group);
        return group;
    }

    static int Run(Operation operation, List<RequestOption> options, ParseResult parsed, bool json, CancellationToken cancel)
    {
        var request = new JsonObject();
        foreach (var option in options) option.Fill(request, parsed);
        using var progress = new ProgressLines(Console.Error, TimeProvider.System);
        using var trail = new AuditTrail();
        var context = new OperationContext(progress, TimeProvider.System) { Actor = $"command-line:{Environment.UserName}", Trail = trail };
        var answer = operation.Run(request, context, cancel);
        progress.Finish();
        Console.Out.WriteLine(json ? answer.Json.ToJsonString(Readable) : answer.Text);
        return answer.Succeeded ? ExitCode.Done : ExitCode.Faulty;
    }

    /// <summary>Runs an action; a fault of the user becomes one message without a stack trace.</summary>
    internal static int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (HoldfastException fault)
        {
            Console.Error.WriteLine($"error: {fault.Message}");
            return fault.IsOfRequest ? ExitCode.Usage : ExitCode.Faulty;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Cancelled. Nothing is half-done; the same command continues where it stopped.");
            return ExitCode.Cancelled;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            Console.Error.WriteLine($"bug: {bug}");
            return ExitCode.Bug;
        }
    }
}
