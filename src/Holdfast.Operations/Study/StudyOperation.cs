using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>The operation <c>study/name</c> of a study that knows nothing of groups: with --by it is made of each group's rows on their own.</summary>
    public static Operation Grouped<TRequest, TResult>(
        string name, Type slice, JsonSerializerContext json, Func<TRequest, StudyFile, CancellationToken, TResult> run)
        where TRequest : IGroupedStudy
        where TResult : StudyResult =>
        Of(name, slice, (JsonTypeInfo<TRequest>)json.GetTypeInfo(typeof(TRequest))!, Either<TResult>(json), (asked, cancel) => StudyByGroup.Run(asked, run, cancel));

    /// <summary>What a fault says, without the name of a parameter that the user never gave.</summary>
    public static string Said(Exception fault)
    {
        var end = fault is ArgumentException { ParamName: not null } ? fault.Message.LastIndexOf(" (Parameter ", StringComparison.Ordinal) : -1;
        return end < 0 ? fault.Message : fault.Message[..end];
    }

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
            throw new HoldfastException(Said(fault), fault);
        }
    }

    // The shape of the answer for all rows, or of the one with groups.
    static JsonTypeInfo<StudyResult> Either<TResult>(JsonSerializerContext json)
        where TResult : StudyResult
    {
        void Alternatives(JsonTypeInfo type)
        {
            if (type.Type == typeof(StudyResult)) type.PolymorphismOptions = new JsonPolymorphismOptions { DerivedTypes = { new JsonDerivedType(typeof(TResult)), new JsonDerivedType(typeof(StudyParts<TResult>)) } };
        }

        var options = new JsonSerializerOptions(json.Options) { TypeInfoResolver = ((IJsonTypeInfoResolver)json).WithAddedModifier(Alternatives) };
        return (JsonTypeInfo<StudyResult>)options.GetTypeInfo(typeof(StudyResult));
    }
}
