using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// Month-end states before a cut-off, newest first, one sum a month. Where a month has a state of the customer as a whole, the
/// states of single agreements are left out of that month.
/// </summary>
sealed class PositionScan
{
    /// <summary>Months looked back.</summary>
    public const int Months = 12;

    readonly Sums[] _months = new Sums[Months];
    int _newest;

    /// <summary>What one month's states add up to.</summary>
    public struct Sums
    {
        public bool Told;
        public bool Whole;
        public long Balance;
        public long Limit;
        public long Revenue;
        public long CostToServe;
        public long Margin;
        public long Arrears;
    }

    /// <summary>Whether there is any state at all.</summary>
    public bool Any => _newest >= 0;

    /// <summary>The newest month that was told.</summary>
    public ref readonly Sums Newest => ref _months[Math.Max(0, _newest)];

    /// <summary>Months since the newest one that was told; 0 is the month before the cut-off.</summary>
    public int MonthsOld => _newest;

    /// <summary>The month so many months before the newest one; not told where there is none.</summary>
    public Sums Back(int months) => _newest >= 0 && _newest + months < Months ? _months[_newest + months] : default;

    /// <summary>Months told.</summary>
    public int Told { get; private set; }

    public void Read(History view, Day cutoff)
    {
        Array.Clear(_months);
        var current = Index(cutoff);
        foreach (ref readonly var position in view.Positions.Span)
        {
            var age = current - Index(position.Month) - 1;
            if (age is >= 0 and < Months) Add(ref _months[age], position);
        }

        _newest = Array.FindIndex(_months, month => month.Told);
        Told = _months.Count(month => month.Told);
    }

    static int Index(Day day) => day.Date.Year * 12 + day.Date.Month;

    static void Add(ref Sums sums, in Position position)
    {
        var whole = position.Agreement < 0;
        if (sums.Whole && !whole) return;
        if (whole && !sums.Whole) sums = new Sums { Whole = true };
        sums.Told = true;
        sums.Balance += position.Balance;
        sums.Limit += position.Limit;
        sums.Revenue += position.Revenue;
        sums.CostToServe += position.CostToServe;
        sums.Margin += position.Margin;
        sums.Arrears += position.Arrears;
    }
}
