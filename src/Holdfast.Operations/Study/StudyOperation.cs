using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Operations.Study;

/// <summary>Makes an operation of a study: one method on one file.</summary>
static class StudyOperation
{
    /// <summary>The operation <c>study/name</c>. What a method says about its input is the answer, not a bug.</summary>
    public static Operation Of<TRequest, TResult>(
        string name, Type slice, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResult> result, Func<TRequest, CancellationToken, TResult> run)
        where TResult : StudyResult =>
        new Operation<TRequest, TResult>("study/" + name, slice, request, result)
        {
            Kind = OperationKind.Reads,
            Perform = (asked, _, cancel) => Answer(() => run(asked, cancel)),
            Describe = StudyText.Describe,
        };

    /// <summary>The confidence of intervals: 1 - alpha.</summary>
    /// <exception cref="HoldfastException">Alpha is not strictly between 0 and 1.</exception>
    public static double Level(double alpha) =>
        alpha is > 0 and < 1 ? 1 - alpha : throw HoldfastException.OfRequest(StudyText.Say($"--alpha: found {alpha}; above 0 and below 1 is allowed."));

    /// <summary>A time asked for.</summary>
    /// <exception cref="HoldfastException">It is negative or not finite.</exception>
    public static double Time(string option, double time) =>
        time >= 0 && double.IsFinite(time) ? time : throw HoldfastException.OfRequest(StudyText.Say($"{option}: found {time}; a finite time from 0 on is allowed."));

    static TResult Answer<TResult>(Func<TResult> run)
    {
        try
        {
            return run();
        }
        catch (ArgumentException fault)
        {
            var end = fault.ParamName is null ? -1 : fault.Message.LastIndexOf(" (Parameter ", StringComparison.Ordinal);
            throw new HoldfastException(end < 0 ? fault.Message : fault.Message[..end], fault);
        }
    }
}
