using System.CommandLine;
using Holdfast.Server;

namespace Holdfast.Cli;

/// <summary>Serves a workspace; a server is not an operation, so it is not in the catalogue.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var workspace = new Option<string>("--workspace") { Description = "The workspace folder.", Required = true };
        var port = new Option<int>("--port") { Description = "Port on this machine; 0 takes a free one.", DefaultValueFactory = _ => 8080 };
        var requests = new Option<int>("--requests-per-minute") { Description = "Requests of one caller in a minute, 60 or more.", DefaultValueFactory = _ => new ServerSettings { Workspace = "" }.RequestsPerMinute };
        requests.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && given.GetValueOrDefault<int>() < 60) given.AddError($"--requests-per-minute: found {given.GetValueOrDefault<int>()}; 60 or more is allowed.");
        });
        var command = new Command("serve", "Serves a workspace on this machine to people and programs, and performs its jobs and nightly runs, until Ctrl+C.") { workspace, port, requests };
        command.SetAction((parsed, cancel) => Task.FromResult(CommandLine.Guard(() =>
        {
            var settings = new ServerSettings { Workspace = Path.GetFullPath(parsed.GetValue(workspace)!), Port = parsed.GetValue(port), RequestsPerMinute = parsed.GetValue(requests) };
            HoldfastServer.RunAsync(settings, Console.Out, cancel).GetAwaiter().GetResult();
            return ExitCode.Done;
        })));
        return command;
    }
}
