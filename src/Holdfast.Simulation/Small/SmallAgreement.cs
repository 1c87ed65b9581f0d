using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>An agreement of a sample customer; a renewal begins a new one that replaces it.</summary>
sealed class SmallAgreement
{
    readonly SmallProduct _product;
    readonly List<(Day Started, Day? TermEnds)> _terms = [];
    readonly string _stem;

    SmallAgreement(SmallProduct product, string stem, Day started) => (_product, _stem, Started) = (product, stem, started);

    /// <summary>First day of the first term.</summary>
    public Day Started { get; }

    /// <summary>First day at the full price, or null.</summary>
    public Day? PromotionEnds { get; private init; }

    /// <summary>First day after the current term, or null where rolling.</summary>
    public Day? TermEnds => _terms[^1].TermEnds;

    /// <summary>Price per month, minor units.</summary>
    public long Price => _product.PricePerMonth;

    /// <summary>Whether having it lowers the hazard of leaving.</summary>
    public bool Sticky => _product.Sticky;

    /// <summary>Id of the current term's agreement.</summary>
    public string Id => IdOf(_terms.Count - 1);

    /// <summary>The agreements a customer takes: the main one first, then those beside it.</summary>
    public static List<SmallAgreement> Take(SmallTrade trade, RandomStream random, Day joined, string customer)
    {
        if (trade.Products.Count == 0) return [];
        var main = trade.Products[random.Categorical([.. trade.Products.Select(product => product.Weight)])];
        var promoted = trade.PromotionMonths > 0 && random.Bernoulli(0.6);
        var first = new SmallAgreement(main, "A" + customer[1..], joined) { PromotionEnds = promoted ? joined.AddMonths(trade.PromotionMonths) : null };
        var fixedTerm = trade.TermMonths > 0 && random.Bernoulli(0.7);
        // Who was there before the sample begins is in the term that runs at its beginning.
        var start = joined;
        while (fixedTerm && start.AddMonths(trade.TermMonths) < SmallWorld.First) start = start.AddMonths(trade.TermMonths);
        if (start > joined) first._terms.Add((joined, start));
        first._terms.Add((start, fixedTerm ? start.AddMonths(trade.TermMonths) : null));
        List<SmallAgreement> taken = [first];
        foreach (var product in trade.Products.Where(product => product.BesideShare > 0 && random.Bernoulli(product.BesideShare)))
        {
            var day = joined + random.Index(200);
            var beside = new SmallAgreement(product, "A" + customer[1..] + "-" + product.Name, day);
            beside._terms.Add((day, null));
            taken.Add(beside);
        }

        return taken;
    }

    /// <summary>Begins the next term where the current one ends.</summary>
    public void Renew(int months) => _terms.Add((TermEnds!.Value, TermEnds!.Value.AddMonths(months)));

    /// <summary>Writes every term as an agreement of its own; the last one ends where the customer left.</summary>
    public void Write(SampleTable table, string customer, Day? left, string reason)
    {
        if (Started >= SmallWorld.End || left <= Started) return;
        for (var i = 0; i < _terms.Count; i++)
        {
            var last = i == _terms.Count - 1;
            var (started, term) = _terms[i];
            // A term that simply runs out is not told as an end: nobody renewed it, and the term's end says so.
            var ended = !last ? _terms[i + 1].Started : left == term ? null : left;
            table.Add(
                IdOf(i), customer, _product.Name, started.ToString(), ended?.ToString() ?? "", last && ended is not null ? reason : "",
                last ? "" : IdOf(i + 1), i == 0 ? PromotionEnds?.ToString() ?? "" : "", term?.ToString() ?? "", SampleTable.Money(Price));
        }
    }

    string IdOf(int term) => term == 0 ? _stem : FormattableString.Invariant($"{_stem}.{term}");
}
