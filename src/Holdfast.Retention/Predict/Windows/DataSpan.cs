using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Windows;

/// <summary>Which days the facts tell of: the difference between a history and a static table that holds for one day.</summary>
public sealed class DataSpan
{
    readonly Dictionary<int, long> _attributeDays = [];
    long _attributes;
    int _first = int.MaxValue;
    int _last = int.MinValue;
    int _firstMonth = int.MaxValue;
    int _lastMonth = int.MinValue;

    /// <summary>First day on which anything happened; the first joining where nothing else is told.</summary>
    public Day FirstBehaviour => new(_first != int.MaxValue ? _first : FirstJoined);

    /// <summary>Whether the data hold for one day only: what customers do is told for one month at most, and properties for one day.</summary>
    public bool IsSnapshot => _attributes > 0 && _lastMonth - _firstMonth <= 0 && CommonDay.Count >= 0.95 * _attributes || OneMonthOfStates;

    /// <summary>The last day told of by properties or states.</summary>
    public Day SnapshotDay => new(Math.Max(_attributes > 0 ? CommonDay.Day : int.MinValue, _last));

    int FirstJoined { get; set; } = int.MaxValue;

    bool OneMonthOfStates => _attributes == 0 && _firstMonth == _lastMonth && _firstMonth != int.MaxValue;

    (int Day, long Count) CommonDay
    {
        get
        {
            var best = (Day: int.MinValue, Count: 0L);
            foreach (var (day, count) in _attributeDays)
            {
                if (count > best.Count || count == best.Count && day > best.Day) best = (day, count);
            }

            return best;
        }
    }

    /// <summary>Adds one customer's facts.</summary>
    public void Add(History history, IReadOnlyList<Life> lives)
    {
        foreach (var life in lives) FirstJoined = Math.Min(FirstJoined, life.Joined.Number);
        foreach (ref readonly var attribute in history.Attributes.Span)
        {
            var day = attribute.At.Day.Number;
            _attributeDays[day] = _attributeDays.GetValueOrDefault(day) + 1;
            _attributes++;
        }

        foreach (ref readonly var position in history.Positions.Span) AddDays(position.Month, position.Month.AddMonths(1) - 1);
        if (!history.Events.IsEmpty) AddDays(history.Events.Span[0].At.Day, history.Events.Span[^1].At.Day);
        foreach (ref readonly var contact in history.Contacts.Span) AddDays(contact.At.Day, contact.At.Day);
        foreach (ref readonly var said in history.Feedback.Span) AddDays(said.At.Day, said.At.Day);
    }

    void AddDays(Day from, Day to)
    {
        _first = Math.Min(_first, from.Number);
        _last = Math.Max(_last, to.Number);
        _firstMonth = Math.Min(_firstMonth, from.Date.Year * 12 + from.Date.Month);
        _lastMonth = Math.Max(_lastMonth, to.Date.Year * 12 + to.Date.Month);
    }
}
