using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>What the customer said before a cut-off. Scores are shares of their scale in thousandths; ages in days, -1 for never.</summary>
sealed class VoiceScan(FeaturePlan plan)
{
    public int Complaints90 { get; private set; }

    public int Complaints365 { get; private set; }

    public int ComplaintAge { get; private set; }

    public int Scores365 { get; private set; }

    public int Low365 { get; private set; }

    public int LastScore { get; private set; }

    public int LastScoreAge { get; private set; }

    public int ScoreBefore { get; private set; }

    /// <summary>Sum of the scores of the window.</summary>
    public int ScoreSum { get; private set; }

    public int Texts365 { get; private set; }

    public int Texts90 { get; private set; }

    public int TextAge { get; private set; }

    public void Read(History view, Day cutoff)
    {
        Complaints90 = Complaints365 = Scores365 = Low365 = Texts365 = Texts90 = ScoreSum = 0;
        ComplaintAge = LastScore = LastScoreAge = ScoreBefore = TextAge = -1;
        foreach (ref readonly var said in view.Feedback.Span)
        {
            var age = cutoff - said.At.Day;
            if (age > plan.ObservationDays) continue;
            if (!string.IsNullOrWhiteSpace(said.Text)) AddText(age);
            if (view.Codes.Name(said.Instrument) == "complaint") AddComplaint(age);
            else if (said.ScaleTop > 0 && !double.IsNaN(said.Score)) AddScore(said, age);
        }
    }

    void AddText(int age)
    {
        Texts365++;
        TextAge = age;
        if (age <= 90) Texts90++;
    }

    void AddComplaint(int age)
    {
        ComplaintAge = age;
        Complaints365++;
        if (age <= 90) Complaints90++;
    }

    void AddScore(in Feedback said, int age)
    {
        var score = (int)Math.Round(1000 * said.Score / said.ScaleTop);
        ScoreBefore = LastScore;
        LastScore = score;
        LastScoreAge = age;
        ScoreSum += score;
        Scores365++;
        if (score <= 600) Low365++;
    }
}
