using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>
/// First lives by day of tenure: who came under observation, who left and why. A customer who had joined before records begin is
/// counted from the tenure reached then (left truncation); who moved out administratively is censored.
/// </summary>
public sealed class TenureCounts
{
    /// <summary>Longest tenure looked at, days.</summary>
    public const int MostDays = 5479;

    readonly long[] _entered = new long[MostDays + 2];
    readonly long[] _voluntary = new long[MostDays + 2];
    readonly long[] _involuntary = new long[MostDays + 2];
    readonly long[] _censored = new long[MostDays + 2];

    /// <summary>Lives counted.</summary>
    public long Lives { get; private set; }

    /// <summary>Counts the life of a customer; only the first life of a customer belongs here.</summary>
    /// <param name="life">The life.</param>
    /// <param name="recordsSince">First day from which every leaver is told.</param>
    /// <param name="asOf">The day of the run.</param>
    public void Add(Life life, Day recordsSince, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(life);
        var entered = Math.Max(0, recordsSince - life.Joined);
        var ended = life.Left is not null;
        var last = (life.Left ?? asOf - life.LagDays) - life.Joined;
        // Left on the day of joining is an event of the first day.
        if (ended && entered == 0) last = Math.Max(1, last);
        if (last <= entered || entered > MostDays) return;
        Lives++;
        _entered[entered]++;
        if (last > MostDays) _censored[MostDays + 1]++;
        else if (life.Kind == Leaving.Voluntary) _voluntary[last]++;
        else if (life.Kind == Leaving.Involuntary) _involuntary[last]++;
        else _censored[last]++;
    }

    /// <summary>Who was at risk and who left on each day of tenure from the first, as long as anyone was at risk later.</summary>
    public IReadOnlyList<TenureDay> Days()
    {
        var days = new List<TenureDay>();
        long atRisk = 0, remaining = Lives;
        for (var day = 1; day <= MostDays && remaining > 0; day++)
        {
            atRisk += _entered[day - 1];
            var gone = _voluntary[day] + _involuntary[day] + _censored[day];
            days.Add(new(day, atRisk, _voluntary[day], _involuntary[day]));
            atRisk -= gone;
            remaining -= gone;
        }

        return days;
    }
}

/// <summary>One day of tenure.</summary>
/// <param name="Day">Day of tenure, from 1.</param>
/// <param name="AtRisk">Customers under observation who had not left before it.</param>
/// <param name="Voluntary">Of them left by choice on it.</param>
/// <param name="Involuntary">Of them left otherwise on it.</param>
public readonly record struct TenureDay(int Day, long AtRisk, long Voluntary, long Involuntary);
