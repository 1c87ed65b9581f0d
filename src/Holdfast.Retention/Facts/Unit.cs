namespace Holdfast.Retention.Facts;

/// <summary>A branch, team or region of the business.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">region, province, branch or team; "" where not told.</param>
/// <param name="Parent">Id of the unit above it; null at the top.</param>
public sealed record Unit(string Id, string Name, string Kind, string? Parent);
