using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Counts customers of one period, customer by customer; only whole numbers until <see cref="Figures"/>.</summary>
/// <param name="period">The period.</param>
public sealed class PeriodCounts(Period period)
{
    long _atStart, _atEnd, _acquired, _wonBack, _movedIn, _voluntary, _involuntary, _movedOut, _stillThere;
    long _newCounted, _otherArrivalsAtEnd, _startMovedOut;

    /// <summary>Counts one customer.</summary>
    /// <param name="lives">All lives of the customer that belong to what is counted, in order.</param>
    public void Add(IReadOnlyList<Life> lives)
    {
        ArgumentNullException.ThrowIfNull(lives);
        bool atStart = false, atEnd = false, isNew = false;
        Life? lastEnded = null;
        foreach (var life in lives)
        {
            atStart |= life.IsThereBefore(period.Opens);
            atEnd |= life.IsThereBefore(period.Closes);
            isNew |= Arrived(life);
            if (Ended(life)) lastEnded = life;
        }

        var movedAway = !atEnd && lastEnded?.Kind == Leaving.Administrative;
        _atStart += Whole(atStart);
        _atEnd += Whole(atEnd);
        _stillThere += Whole(atStart && atEnd);
        _startMovedOut += Whole(atStart && movedAway);
        _newCounted += Whole(isNew && !atStart && !movedAway);
        _otherArrivalsAtEnd += Whole(atEnd && !atStart && !isNew);
    }

    /// <summary>The figures; those of M1 are formed from customers who neither moved in, moved out nor were won back.</summary>
    public RetentionFigures Figures(string name, bool isFinished)
    {
        var baseCount = _atStart - _startMovedOut;
        var kept = _atEnd - _newCounted - _otherArrivalsAtEnd;
        var lost = _voluntary + _involuntary;
        return new(name, period.Opens, period.Closes, isFinished, _atStart, _atEnd, _acquired, _wonBack, _movedIn, _voluntary, _involuntary,
            _movedOut, _stillThere, Share.Of(kept, baseCount), Share.Of(_stillThere, baseCount), Share.Of(lost, (_atStart + _atEnd) / 2.0), _stillThere - kept);
    }

    bool Arrived(Life life)
    {
        if (!period.Contains(life.Joined)) return false;
        if (life.Origin == Origin.Acquired) _acquired++;
        else if (life.Origin == Origin.WonBack) _wonBack++;
        else _movedIn++;
        return life.Origin == Origin.Acquired;
    }

    bool Ended(Life life)
    {
        if (life.Left is not { } left || !period.Contains(left)) return false;
        if (life.Kind == Leaving.Voluntary) _voluntary++;
        else if (life.Kind == Leaving.Involuntary) _involuntary++;
        else _movedOut++;
        return true;
    }

    static long Whole(bool flag) => flag ? 1 : 0;
}
