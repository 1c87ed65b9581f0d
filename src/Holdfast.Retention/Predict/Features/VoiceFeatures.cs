using static Holdfast.Retention.Predict.Features.FeatureUnit;

namespace Holdfast.Retention.Predict.Features;

/// <summary>Complaints, bad experiences and what the customer said of us.</summary>
static class VoiceFeatures
{
    const string Complaints = "complaints";
    const string Incidents = "bad experiences";
    const string Scores = "survey scores";
    const string Words = "words said";

    public static IEnumerable<Feature> Of(FeaturePlan plan) => [.. Said(), .. plan.ComplaintsClosed.Count > 0 ? Settled() : []];

    // Only where the business tells when a complaint is closed is it known which still wait.
    static IEnumerable<Feature> Settled() =>
    [
        new("complaints_open", Complaints, Count, "Complaints not yet closed: {0}.", s => s.Events.Course.Open),
        new("complaint_waiting_days", Complaints, Days, "The oldest open complaint has waited for {0}.", s => Formula.Ever(s.Events.Course.WaitingDays)),
        new("complaint_took_days", Complaints, Days, "The complaint closed last took {0}.", s => Formula.Known(s.Events.Course.LastTook - 1)),
    ];

    static IEnumerable<Feature> Said() =>
    [
        new("complaints_90d", Complaints, Count, "Complaints in the last 90 days: {0}.", s => s.Events.Complaints.Count90 + s.Voice.Complaints90),
        new("complaints_365d", Complaints, Count, "Complaints in the last year: {0}.", s => s.Events.Complaints.Count365 + s.Voice.Complaints365),
        new("days_since_complaint", Complaints, Days, "The last complaint was {0} ago.", SinceComplaint),
        new("contacts_since_complaint", Complaints, Count, "Our contacts since the last complaint: {0}.", ContactsSinceComplaint),
        new("use_after_complaint", Complaints, Ratio, "Use after the last complaint is {0} that of as many days before it.", UseAfterComplaint),
        new("incidents_90d", Incidents, Count, "Bad experiences at a touchpoint in the last 90 days: {0}.", s => s.Events.Incidents.Count90),
        new("days_since_incident", Incidents, Days, "The last bad experience was {0} ago.", s => Formula.Ever(s.Events.Incidents.Age)),
        new("last_score", Scores, Share, "The last survey score was {0} of the best.", s => Thousandths(s.Voice.LastScore)),
        new("days_since_score", Scores, Days, "The last survey score is {0} old.", s => Formula.Known(s.Voice.LastScoreAge)),
        new("score_change", Scores, Number, "Change of the survey score against the one before, as a share of the scale: {0}.",
            s => Thousandths(s.Voice.LastScore) - Thousandths(s.Voice.ScoreBefore)),
        new("score_mean_365d", Scores, Share, "The survey scores of the last year were {0} of the best on average.",
            s => Formula.Share(s.Voice.ScoreSum, 1000L * s.Voice.Scores365)),
        new("scores_365d", Scores, Count, "Surveys answered in the last year: {0}.", s => s.Voice.Scores365),
        new("low_scores_365d", Scores, Count, "Low survey scores in the last year: {0}.", s => s.Voice.Low365),
        new("texts_365d", Words, Count, "Times the customer wrote or said something in the last year: {0}.", s => s.Voice.Texts365),
        new("texts_90d", Words, Count, "Times the customer wrote or said something in the last 90 days: {0}.", s => s.Voice.Texts90),
        new("days_since_text", Words, Days, "The customer last wrote or said something {0} ago.", s => Formula.Known(s.Voice.TextAge)),
    ];

    static double SinceComplaint(FeatureScan scan)
    {
        var (happened, said) = (scan.Events.Complaints.Age, scan.Voice.ComplaintAge);
        if (happened == 0) return Formula.Known(said);
        return said < 0 ? happened : Math.Min(happened, said);
    }

    static double ContactsSinceComplaint(FeatureScan scan)
    {
        var age = SinceComplaint(scan);
        return double.IsNaN(age) ? double.NaN : scan.Contacts.OutDays.Within(scan.Cutoff.Number - (int)age, scan.Cutoff.Number);
    }

    static double UseAfterComplaint(FeatureScan scan)
    {
        var course = scan.Events.Course;
        return course.UseBefore < 0 ? double.NaN : Formula.Trend(course.UseAfter, course.UseBefore);
    }

    static double Thousandths(int score) => score < 0 ? double.NaN : score / 1000.0;
}
