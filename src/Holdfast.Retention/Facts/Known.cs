namespace Holdfast.Retention.Facts;

/// <summary>
/// When a fact was held to be true: from the moment we learned it until a newer version of the same key was learned.
/// </summary>
/// <param name="From">When we learned it.</param>
/// <param name="Until">When a newer version replaced it; <see cref="Instant.Never"/> while it stands.</param>
public readonly record struct Known(Instant From, Instant Until)
{
    /// <summary>Known from a moment on, never replaced.</summary>
    public static Known Since(Instant from) => new(from, Instant.Never);

    /// <summary>Whether it was what we knew just before <paramref name="cutoff"/>.</summary>
    public bool Before(Instant cutoff) => From < cutoff && Until >= cutoff;
}
