using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using static Holdfast.Simulation.Small.SmallTables;

namespace Holdfast.Simulation.Small;

/// <summary>The agreements of one customer; a renewal begins a new one that replaces the one before. Each version is written down on its day.</summary>
sealed class SmallAgreements
{
    const int ExitFeeMonths = 3;
    readonly SmallTrade _trade;
    readonly string _customer;
    readonly SmallLife _life;
    readonly List<SmallRow> _rows;
    readonly List<(string Id, SmallProduct Product, Day Started)> _beside = [];
    Day _started;
    int _term;

    public SmallAgreements(SmallTrade trade, string customer, SmallLife life, RandomStream luck, List<SmallRow> rows)
    {
        (_trade, _customer, _life, _rows) = (trade, customer, life, rows);
        if (life.Traits.Product < 0) return;
        var joined = life.Traits.Joined;
        _started = life.Now.TermEnds is { } ends && ends.AddMonths(-trade.TermMonths) > joined ? ends.AddMonths(-trade.TermMonths) : joined;
        if (_started > joined)
        {
            // Who was there before the files begin is in the term that runs at their beginning.
            Write(Main, joined, new Version(_started, "", IdOf(1), _started, _started));
            _term = 1;
        }

        Write(Main, _started, new Version(null, "", "", life.Now.TermEnds, _started));
        if (life.Now.Sticky && trade.Products.FirstOrDefault(product => product.Sticky) is { } sticky) Add(sticky.Name, joined);
        foreach (var product in trade.Products.Where(product => product.BesideShare > 0 && !product.Sticky && luck.Bernoulli(product.BesideShare))) Add(product.Name, joined);
    }

    /// <summary>Id of the main agreement of the running term.</summary>
    public string Main => IdOf(_term);

    /// <summary>Price of the main agreement, minor units a month.</summary>
    public long Price => _life.Traits.Product < 0 ? 0 : _trade.PriceOf(_life.Traits);

    /// <summary>Writes down a renewal.</summary>
    public void Week(in SmallStanding before, in SmallStanding seen)
    {
        if (_life.Traits.Product < 0 || before.TermEnds is not { } ended || seen.TermEnds == ended) return;
        Write(Main, _started, new Version(ended, "", IdOf(_term + 1), ended, ended));
        (_term, _started) = (_term + 1, ended);
        Write(Main, _started, new Version(null, "", "", seen.TermEnds, ended));
    }

    /// <summary>Writes down a product taken beside the main one, unless the business knows none of that name or the customer has it.</summary>
    public void Add(string product, Day day)
    {
        if (_trade.Products.FirstOrDefault(one => one.Name == product) is not { } found || _beside.Exists(one => one.Product == found)) return;
        var id = Stem + "-" + found.Name;
        _beside.Add((id, found, day));
        Beside(id, found, day, null);
    }

    /// <summary>Writes down the end of all. A term that simply runs out is not told as an end: nobody renewed it, and its end says so.</summary>
    public void End(Day left, string reason)
    {
        if (!_trade.EndsAreTold || _life.Traits.Product < 0) return;
        if (_life.Now.TermEnds != left) Write(Main, _started, new Version(left, reason, "", _life.Now.TermEnds, left));
        foreach (var (id, product, started) in _beside) Beside(id, product, started, left);
    }

    string Stem => "A" + _customer[1..];

    string IdOf(int term) => term == 0 ? Stem : Stem + "." + Whole(term);

    void Write(string id, Day started, Version version)
    {
        var promotion = _life.WasPromoted && started == _life.Traits.Joined ? started.AddMonths(_trade.PromotionMonths).ToString() : "";
        _rows.Add(new SmallRow(SmallTable.Agreements, version.Written, Line(
            id, _customer, _trade.Products[_life.Traits.Product].Name, started.ToString(), version.Ended?.ToString() ?? "", version.Reason, version.ReplacedBy, promotion,
            version.TermEnds?.ToString() ?? "", version.TermEnds is null ? "" : Money(ExitFeeMonths * Price), Money(Price), version.Written.ToString())));
    }

    void Beside(string id, SmallProduct product, Day started, Day? ended) => _rows.Add(new SmallRow(SmallTable.Agreements, ended ?? started, Line(
        id, _customer, product.Name, started.ToString(), ended?.ToString() ?? "", "", "", "", "", "", Money(product.PricePerMonth), (ended ?? started).ToString())));

    readonly record struct Version(Day? Ended, string Reason, string ReplacedBy, Day? TermEnds, Day Written);
}
