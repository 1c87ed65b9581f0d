namespace Holdfast.Simulation.Small;

/// <summary>A file of sample data.</summary>
/// <param name="Name">File name.</param>
/// <param name="Text">Its text, UTF-8 when written.</param>
public sealed record SampleFile(string Name, string Text);
