namespace Holdfast.Retention.Measure;

/// <summary>A measure, or the reason why the facts there are cannot tell it. Zeros never stand for ignorance.</summary>
/// <typeparam name="T">What is measured.</typeparam>
/// <param name="Answered">Whether it could be computed.</param>
/// <param name="Why">Why not, in a sentence; null where answered.</param>
/// <param name="Result">The measure; null where not answered.</param>
public sealed record Answer<T>(bool Answered, string? Why, T? Result)
    where T : class;

/// <summary>Makes answers.</summary>
public static class Answer
{
    /// <summary>The measure.</summary>
    public static Answer<T> Of<T>(T result)
        where T : class => new(true, null, result);

    /// <summary>No measure, and why.</summary>
    public static Answer<T> Not<T>(string why)
        where T : class => new(false, why, null);
}
