using Holdfast.Cli;

return await CommandLine.InvokeAsync(args);
