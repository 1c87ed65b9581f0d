using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Answers;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Leaks;
using Holdfast.Retention.Predict.Value;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>The first pass: what the data tell of, which columns tell the answer, which words become features.</summary>
/// <param name="Plan">The plan of features.</param>
/// <param name="Span">The days the data tell of.</param>
/// <param name="Leaks">Attributes that were refused.</param>
/// <param name="Identifiers">Attributes left out because they only number the customers.</param>
/// <param name="Contacts">Contacts of ours about actions of the catalogue, answered by now.</param>
/// <param name="Crude">Whole lives cut into horizons: what there is where the data leave no room for a cut-off.</param>
sealed record DataSurvey(FeaturePlan Plan, DataSpan Span, IReadOnlyList<Leak> Leaks, IReadOnlyList<string> Identifiers, long Contacts, TenureCounts Crude)
{
    public static DataSurvey Of(PredictionInput input, CancellationToken cancel)
    {
        var (survey, leaks, span) = (new FeatureSurvey(), new LeakCheck(), new DataSpan());
        var (crude, actions, contacts) = (new TenureCounts(), AnswerRows.Actions(input), 0L);
        foreach (var history in input.Histories())
        {
            cancel.ThrowIfCancellationRequested();
            var known = history.AsOf(input.AsOf.Start);
            var lives = Lives.Of(known, input.Business, input.AsOf);
            if (lives.Count == 0) continue;
            survey.Add(known, lives);
            leaks.Add(known, lives);
            span.Add(known, lives);
            contacts += PastAnswer.Of(known, actions, input.AsOf).Count;
            foreach (var life in lives) Add(crude, life, input);
        }

        var refused = leaks.Find(input.Trusted);
        var plan = survey.Plan(input.Business, refused.Select(leak => leak.Column).ToHashSet(StringComparer.Ordinal));
        return new DataSurvey(plan, span, refused, survey.Identifiers, contacts, crude);
    }

    static void Add(TenureCounts crude, Life life, PredictionInput input)
    {
        var horizon = input.Business.Horizons.ChurnDays;
        var days = (life.Left ?? input.AsOf) - life.Joined;
        for (var day = 0; day + horizon <= days; day += horizon) crude.Add(day, Outcome.Stayed);
        if (life.Left is not null) crude.Add(days - days % horizon, life.Kind == Leaving.Voluntary ? Outcome.Left : Outcome.LeftOtherwise);
    }
}
