namespace Holdfast.Retention.Predict.Features;

/// <summary>What followed complaints told as events: each closing settles the oldest complaint that is open. Days, 0 for none.</summary>
sealed class ComplaintCourse
{
    const int MostDays = 90;

    /// <summary>Complaints not yet closed.</summary>
    public int Open { get; private set; }

    /// <summary>Days the oldest open complaint has waited.</summary>
    public int WaitingDays { get; private set; }

    /// <summary>Days the complaint that was closed last took, one more than elapsed; 0 where none was closed.</summary>
    public int LastTook { get; private set; }

    /// <summary>Events after the last complaint within as many days, at most 90; its own day is not counted.</summary>
    public int UseAfter { get; private set; }

    /// <summary>Events before the last complaint within as many days; -1 where the window does not reach back so far.</summary>
    public int UseBefore { get; private set; }

    public void Read(EventDays days, int cutoff, int observationDays)
    {
        Open = WaitingDays = LastTook = UseAfter = 0;
        UseBefore = -1;
        var complaints = days.Complaints;
        if (complaints.Count == 0) return;
        var (from, to) = (complaints.Before(cutoff - observationDays), complaints.Before(cutoff));
        if (from == to) return;
        Settle(days, (from, to), cutoff);
        var last = complaints[to - 1];
        var length = Math.Min(cutoff - last - 1, MostDays);
        if (length <= 0 || cutoff - last + length > observationDays) return;
        UseAfter = days.All.Within(last + 1, last + 1 + length);
        UseBefore = days.All.Within(last - length, last);
    }

    void Settle(EventDays days, (int From, int To) told, int cutoff)
    {
        var closed = days.ComplaintsClosed;
        var (oldest, end) = (told.From, closed.Before(cutoff));
        for (var i = closed.Before(days.Complaints[told.From]); i < end && oldest < told.To; i++)
        {
            if (closed[i] < days.Complaints[oldest]) continue;
            LastTook = closed[i] - days.Complaints[oldest] + 1;
            oldest++;
        }

        Open = told.To - oldest;
        if (Open > 0) WaitingDays = cutoff - days.Complaints[oldest];
    }
}
