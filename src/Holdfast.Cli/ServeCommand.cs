using System.CommandLine;
using Holdfast.Server;

namespace Holdfast.Cli;

/// <summary>Serves the newest report of a workspace; a server is not an operation, so it is not in the catalogue.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var workspace = new Option<string>("--workspace") { Description = "The workspace folder.", Required = true };
        var port = new Option<int>("--port") { Description = "Port on this machine; 0 takes a free one.", DefaultValueFactory = _ => 8080 };
        var command = new Command("serve", "Serves the newest report of a workspace on this machine, until Ctrl+C.") { workspace, port };
        command.SetAction((parsed, cancel) => Task.FromResult(CommandLine.Guard(() =>
        {
            var settings = new ServerSettings { Workspace = Path.GetFullPath(parsed.GetValue(workspace)!), Port = parsed.GetValue(port) };
            HoldfastServer.RunAsync(settings, Console.Out, cancel).GetAwaiter().GetResult();
            return ExitCode.Done;
        })));
        return command;
    }
}
