using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>The agreements as known at a cut-off: what is held, at what price, and the clocks that run. Ages and distances in days, -1 for none.</summary>
sealed class AgreementScan(FeaturePlan plan)
{
    readonly CodeSlots _products = new(plan.Products);
    readonly CodeSlots _sticky = new(plan.Sticky);
    readonly bool[] _held = new bool[plan.Products.Count];
    readonly int[] _useAges = new int[plan.Products.Count];
    readonly long[] _prices = new long[plan.Products.Count];
    readonly HashSet<int> _different = [];

    public bool Any { get; private set; }

    public int Held { get; private set; }

    public int DifferentProducts => _different.Count;

    public int StickyHeld { get; private set; }

    public long Price { get; private set; }

    public long ExitFee { get; private set; }

    public int WithPromotion { get; private set; }

    public int Fixed { get; private set; }

    public int Prepaid { get; private set; }

    public int Resting { get; private set; }

    public int Ended180 { get; private set; }

    public int Started180 { get; private set; }

    /// <summary>Agreements held that the customer used in the last 90 days.</summary>
    public int Used90 { get; private set; }

    /// <summary>Whether any event within the window named an agreement held.</summary>
    public bool AnyUse { get; private set; }

    public int NewestAge { get; private set; }

    public int EndedAge { get; private set; }

    public int PromotionEndsIn { get; private set; }

    public int PromotionEndedAge { get; private set; }

    public int TermEndsIn { get; private set; }

    public int TermEndedAge { get; private set; }

    public bool Holds(int product) => _held[product];

    /// <summary>Days since a product held was last used; -1 for never within the window.</summary>
    public int UseAge(int product) => _useAges[product];

    /// <summary>What the agreements held about a product cost a month.</summary>
    public long PriceOf(int product) => _prices[product];

    public void Read(History view, Day cutoff, EventScan events)
    {
        Clear();
        foreach (var agreement in view.Agreements.Span)
        {
            Any = true;
            var age = cutoff - agreement.Started;
            NewestAge = Nearer(NewestAge, age);
            if (age <= 180) Started180++;
            if (agreement.Ended is { } ended && ended <= cutoff) AddEnded(cutoff - ended);
            else AddHeld(agreement, cutoff, (view.Codes, events.AgreementAge(agreement.Number)));
        }
    }

    static int Nearer(int known, int days) => known < 0 ? days : Math.Min(known, days);

    void AddEnded(int age)
    {
        EndedAge = Nearer(EndedAge, age);
        if (age <= 180) Ended180++;
    }

    void AddHeld(Agreement agreement, Day cutoff, (Codes Codes, int UseAge) at)
    {
        var codes = at.Codes;
        Held++;
        Price += agreement.Price;
        ExitFee += agreement.ExitFee;
        if (agreement.Bond == Bond.Fixed) Fixed++;
        if (agreement.Bond == Bond.Prepaid) Prepaid++;
        if (codes.Name(agreement.State) is "paused" or "dormant") Resting++;
        if (agreement.Product.IsGiven) _different.Add(agreement.Product.Index);
        if (_sticky.Of(agreement.Product, codes) >= 0) StickyHeld++;
        var product = _products.Of(agreement.Product, codes);
        if (product >= 0)
        {
            _held[product] = true;
            _prices[product] += agreement.Price;
        }

        if (at.UseAge > 0) AddUse(product, at.UseAge);
        AddClocks(agreement, cutoff);
    }

    void AddUse(int product, int age)
    {
        AnyUse = true;
        if (age <= 90) Used90++;
        if (product >= 0) _useAges[product] = Nearer(_useAges[product], age);
    }

    void AddClocks(Agreement agreement, Day cutoff)
    {
        if (agreement.PromotionEnds is { } promotion)
        {
            if (promotion > cutoff) WithPromotion++;
            if (promotion > cutoff) PromotionEndsIn = Nearer(PromotionEndsIn, promotion - cutoff);
            else PromotionEndedAge = Nearer(PromotionEndedAge, cutoff - promotion);
        }

        if (agreement.TermEnds is not { } term) return;
        if (term > cutoff) TermEndsIn = Nearer(TermEndsIn, term - cutoff);
        else TermEndedAge = Nearer(TermEndedAge, cutoff - term);
    }

    void Clear()
    {
        Array.Clear(_held);
        Array.Fill(_useAges, -1);
        Array.Clear(_prices);
        _different.Clear();
        Any = AnyUse = false;
        Price = ExitFee = 0;
        Held = StickyHeld = WithPromotion = Fixed = Prepaid = Resting = Ended180 = Started180 = Used90 = 0;
        NewestAge = EndedAge = PromotionEndsIn = PromotionEndedAge = TermEndsIn = TermEndedAge = -1;
    }
}
