using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Complaints, bad experiences and what the customer said of us.</summary>
static class VoiceFeatures
{
    const string Complaints = "complaints";
    const string Incidents = "bad experiences";
    const string Scores = "survey scores";

    public static IEnumerable<Feature> Of() =>
    [
        new("complaints_90d", Complaints, Count, "Complaints in the last 90 days: {0}.", s => s.Events.Complaints90 + s.Voice.Complaints90),
        new("complaints_365d", Complaints, Count, "Complaints in the last year: {0}.", s => s.Events.Complaints365 + s.Voice.Complaints365),
        new("days_since_complaint", Complaints, Days, "The last complaint was {0} ago.", SinceComplaint),
        new("incidents_90d", Incidents, Count, "Bad experiences at a touchpoint in the last 90 days: {0}.", s => s.Events.Incidents90),
        new("days_since_incident", Incidents, Days, "The last bad experience was {0} ago.", s => Formula.Ever(s.Events.IncidentAge)),
        new("last_score", Scores, Share, "The last survey score was {0} of the best.", s => Thousandths(s.Voice.LastScore)),
        new("days_since_score", Scores, Days, "The last survey score is {0} old.", s => Formula.Known(s.Voice.LastScoreAge)),
        new("score_change", Scores, Number, "Change of the survey score against the one before, as a share of the scale: {0}.",
            s => Thousandths(s.Voice.LastScore) - Thousandths(s.Voice.ScoreBefore)),
        new("scores_365d", Scores, Count, "Surveys answered in the last year: {0}.", s => s.Voice.Scores365),
        new("low_scores_365d", Scores, Count, "Low survey scores in the last year: {0}.", s => s.Voice.Low365),
        new("texts_365d", "words said", Count, "Times the customer wrote or said something in the last year: {0}.", s => s.Voice.Texts365),
    ];

    static double SinceComplaint(FeatureScan scan)
    {
        var (happened, said) = (scan.Events.ComplaintAge, scan.Voice.ComplaintAge);
        if (happened == 0) return Formula.Known(said);
        return said < 0 ? happened : Math.Min(happened, said);
    }

    static double Thousandths(int score) => score < 0 ? double.NaN : score / 1000.0;
}
