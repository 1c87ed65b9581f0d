using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>What became of those we tried to keep in the 12 months before the as-of day, and of those who left (M10).</summary>
/// <param name="Opens">First day.</param>
/// <param name="Closes">First day after it.</param>
/// <param name="Steps">Targeted, reached, inclined, offered, accepted, still here 90 days later: customers, each step within the one before.</param>
/// <param name="Losses">Where customers fell out and why.</param>
/// <param name="Contacts">Contacts made to retain.</param>
/// <param name="Cost">Their cost, minor units.</param>
/// <param name="CostPerKept">Cost / customers still here; null where there is none.</param>
/// <param name="NotYetJudged">Accepted, but 90 days have not passed.</param>
/// <param name="Leavers">Who left by choice, split into warned in time, late and never.</param>
public sealed record Funnel(
    Day Opens,
    Day Closes,
    IReadOnlyList<FunnelStep> Steps,
    IReadOnlyList<FunnelLoss> Losses,
    long Contacts,
    long Cost,
    double? CostPerKept,
    long NotYetJudged,
    IReadOnlyList<LeaversWarned> Leavers);

/// <summary>One step of the funnel.</summary>
/// <param name="Name">targeted, reached, inclined, offered, accepted or kept_90_days.</param>
/// <param name="Customers">Customers who came this far.</param>
/// <param name="OfBefore">Share of the step before; null for the first.</param>
public sealed record FunnelStep(string Name, long Customers, Share? OfBefore);

/// <summary>Customers lost at a step.</summary>
/// <param name="Step">The step they did not reach.</param>
/// <param name="Cause">The outcome as coded by the source, or already_gone, no_offer, refused, open, left_within_90_days; "" where no outcome was told.</param>
/// <param name="Customers">How many.</param>
public sealed record FunnelLoss(string Step, string Cause, long Customers);

/// <summary>Leavers by whether they were warned.</summary>
/// <param name="Name">in_time, late or never.</param>
/// <param name="Customers">Leavers.</param>
/// <param name="LostValue">Margin lost with them, minor units; null where the facts tell no money.</param>
public sealed record LeaversWarned(string Name, long Customers, long? LostValue);

/// <summary>Sums the funnel, customer by customer.</summary>
/// <param name="business">Outcomes that mean inclined, lead time and horizon.</param>
/// <param name="period">The period.</param>
public sealed class FunnelCounts(Business business, Period period)
{
    const int KeptDays = 90;

    static readonly string[] StepNames = ["targeted", "reached", "inclined", "offered", "accepted", "kept_90_days"];
    static readonly string[] WarnedNames = ["in_time", "late", "never"];

    readonly long[] _steps = new long[StepNames.Length];
    readonly SortedDictionary<(int Step, string Cause), long> _losses = new(Comparer<(int Step, string Cause)>.Create(
        (l, r) => l.Step != r.Step ? l.Step.CompareTo(r.Step) : string.CompareOrdinal(l.Cause, r.Cause)));

    readonly long[] _leavers = new long[3], _leaversValue = new long[3];
    long _contacts, _cost, _notYetJudged;
    bool _hasMoney;

    /// <summary>Counts one customer.</summary>
    /// <param name="known">The history as of the day on which the period closes.</param>
    /// <param name="lives">The customer's lives.</param>
    public void Add(History known, IReadOnlyList<MeasuredLife> lives)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(lives);
        var contacts = Retaining(known);
        foreach (var life in lives) AddLeaver(life, contacts);
        var within = contacts.Where(c => period.Contains(c.At.Day)).ToArray();
        if (within.Length == 0) return;
        _contacts += within.Length;
        _cost += within.Sum(c => c.Cost);
        var (step, cause) = Progress(known, lives, within);
        for (var i = 0; i <= step; i++) _steps[i]++;
        if (cause is null) return;
        _losses[(step + 1, cause)] = _losses.GetValueOrDefault((step + 1, cause)) + 1;
    }

    /// <summary>The funnel.</summary>
    public Answer<Funnel> Figures()
    {
        if (_contacts == 0) return Answer.Not<Funnel>($"No outbound contact with purpose 'retain' is told in {period}.");
        var kept = _steps[^1];
        return Answer.Of(new Funnel(period.Opens, period.Closes,
            [.. _steps.Select((count, i) => new FunnelStep(StepNames[i], count, i == 0 ? null : Share.Of(count, _steps[i - 1])))],
            [.. _losses.Select(l => new FunnelLoss(StepNames[l.Key.Step], l.Key.Cause, l.Value))],
            _contacts, _cost, kept == 0 ? null : (double)_cost / kept, _notYetJudged,
            [.. WarnedNames.Select((name, i) => new LeaversWarned(name, _leavers[i], _hasMoney ? _leaversValue[i] : null))]));
    }

    static List<Contact> Retaining(History known)
    {
        var contacts = new List<Contact>();
        foreach (var contact in known.Contacts.Span)
        {
            if (!contact.Inbound && known.Codes.Name(contact.Purpose) == "retain") contacts.Add(contact);
        }

        return contacts;
    }

    void AddLeaver(MeasuredLife life, List<Contact> contacts)
    {
        if (life.Life.Left is not { } left || life.Life.Kind != Leaving.Voluntary || !period.Contains(left)) return;
        var (gap, horizon) = (business.Horizons.GapDays, business.Horizons.ChurnDays);
        var place = contacts.Any(c => left - c.At.Day >= gap && left - c.At.Day <= gap + horizon) ? 0
            : contacts.Any(c => left - c.At.Day < gap && c.At.Day - left <= 30) ? 1 : 2;
        _leavers[place]++;
        _leaversValue[place] += LeavingReasons.LostValue(life, business.Horizons.ValueMonths);
        _hasMoney |= life.Money is not null;
    }

    // How far the customer came, and why no further; no cause where the end was reached or cannot be judged yet.
    (int Step, string? Cause) Progress(History known, IReadOnlyList<MeasuredLife> lives, Contact[] within)
    {
        var first = within[0].At.Day;
        if (!lives.Any(l => l.Life.Joined <= first && (l.Life.Left is not { } left || left > first))) return (0, "already_gone");
        if (!within.Any(c => c.Reached)) return (0, known.Codes.Name(within[^1].Outcome));
        var offers = known.Offers.ToArray().Where(o => o.Made >= first && period.Contains(o.Made)).ToArray();
        var isInclined = within.Any(c => business.InclinedOutcomes.Contains(known.Codes.Name(c.Outcome)));
        if (offers.Length == 0 && !isInclined) return (1, known.Codes.Name(within.Last(c => c.Reached).Outcome));
        if (offers.Length == 0) return (2, "no_offer");
        var accepted = offers.Where(o => o.Accepted).ToArray();
        if (accepted.Length == 0) return (3, offers.All(o => o.Answered is null) ? "open" : "refused");
        return Kept(lives, (accepted[0].Answered ?? accepted[0].Made) + KeptDays);
    }

    (int Step, string? Cause) Kept(IReadOnlyList<MeasuredLife> lives, Day judged)
    {
        if (lives.Any(l => l.Life.Left is { } left && left > judged - KeptDays && left < judged && left < period.Closes)) return (4, "left_within_90_days");
        if (judged <= period.Closes) return (5, null);
        _notYetJudged++;
        return (4, null);
    }
}
