using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Windows;

/// <summary>Which days the facts tell of: the difference between a history and a static table that holds for one day.</summary>
public sealed class DataSpan
{
    readonly Dictionary<int, long> _attributeDays = [];
    readonly HashSet<int> _leavingDays = [];
    long _attributes;
    int _first = int.MaxValue;
    int _last = int.MinValue;
    int _firstMonth = int.MaxValue;
    int _lastMonth = int.MinValue;

    /// <summary>First day on which anything happened; the first joining where nothing else is told.</summary>
    public Day FirstBehaviour => new(_first != int.MaxValue ? _first : FirstJoined);

    /// <summary>Whether the data hold for one day only: what customers do is told for one month at most, and properties for one day.</summary>
    public bool IsSnapshot =>
        _attributes > 0 ? !TellsBehaviourOverTime && PropertiesAreOfOneDay : _firstMonth == _lastMonth;

    /// <summary>Whether what customers do is told for more than one month.</summary>
    public bool TellsBehaviourOverTime => _lastMonth > _firstMonth;

    /// <summary>
    /// Whether there is something to learn from one window only: properties hold for one day, and all who left of free will did so
    /// after it and within a window, as in a table that says who left afterwards. At earlier cut-offs nobody leaves and no property is
    /// known: rows of such cut-offs would teach a model to tell days apart, not customers.
    /// </summary>
    /// <param name="windowDays">Days from a cut-off to the end of its window.</param>
    public bool HasOneWindow(int windowDays) =>
        PropertiesAreOfOneDay && _leavingDays.Count > 0
        && _leavingDays.Min() > CommonDay.Day && _leavingDays.Max() <= CommonDay.Day + 1 + windowDays;

    /// <summary>The day a static table holds for: that of its properties, or of its states where it has none.</summary>
    public Day SnapshotDay => new(_attributes > 0 ? CommonDay.Day : _last);

    /// <summary>The first day by which all of a static table is known and, if that can be, nobody has left yet.</summary>
    public Day SnapshotCutoff
    {
        get
        {
            var known = Math.Max(SnapshotDay.Number, _last) + 1;
            return new(Math.Max(SnapshotDay.Number + 1, Math.Min(known, FirstLeftAfter(SnapshotDay.Number))));
        }
    }

    /// <summary>Whether anybody left of free will after the day a static table holds for.</summary>
    public bool AnyLeftAfterSnapshot => FirstLeftAfter(SnapshotDay.Number) < int.MaxValue;

    bool PropertiesAreOfOneDay => _attributes > 0 && CommonDay.Count >= 0.95 * _attributes;

    int FirstJoined { get; set; } = int.MaxValue;

    int FirstLeftAfter(int day) => _leavingDays.Where(left => left > day).DefaultIfEmpty(int.MaxValue).Min();

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
        foreach (var life in lives)
        {
            FirstJoined = Math.Min(FirstJoined, life.Joined.Number);
            if (life is { Left: { } left, Kind: Leaving.Voluntary }) _leavingDays.Add(left.Number);
        }

        foreach (ref readonly var attribute in history.Attributes.Span)
        {
            var day = attribute.At.Day.Number;
            _attributeDays[day] = _attributeDays.GetValueOrDefault(day) + 1;
            _attributes++;
        }

        foreach (ref readonly var position in history.Positions.Span)
        {
            AddDays(position.Month, position.Month);
            _last = Math.Max(_last, Later(position.Month.AddMonths(1) - 1, position.Known.From.Day).Number);
        }

        if (!history.Events.IsEmpty) AddDays(history.Events.Span[0].At.Day, history.Events.Span[^1].At.Day);
        foreach (ref readonly var contact in history.Contacts.Span) AddDays(contact.At.Day, contact.At.Day);
        foreach (ref readonly var said in history.Feedback.Span) AddDays(said.At.Day, said.At.Day);
    }

    static Day Later(Day one, Day other) => one > other ? one : other;

    void AddDays(Day from, Day to)
    {
        _first = Math.Min(_first, from.Number);
        _last = Math.Max(_last, to.Number);
        _firstMonth = Math.Min(_firstMonth, from.Date.Year * 12 + from.Date.Month);
        _lastMonth = Math.Max(_lastMonth, to.Date.Year * 12 + to.Date.Month);
    }
}
