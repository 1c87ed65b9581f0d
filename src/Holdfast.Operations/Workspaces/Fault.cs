namespace Holdfast.Operations.Workspaces;

/// <summary>One thing wrong in a file of the workspace.</summary>
/// <param name="File">Path of the file, relative to the workspace, with '/'.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
public sealed record Fault(string File, int Line, int Column, string Found, string Allowed)
{
    /// <summary>The fault as one line: <c>file:line:column: found; allowed: ...</c>, which editors and terminals make clickable.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}:{Column}: found {Found}; allowed: {Allowed}");
}
