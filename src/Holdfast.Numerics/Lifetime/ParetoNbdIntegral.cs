using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// For one customer, relative to the density at the last purchase: e^-h(age), that it stayed to the end, and the integral of
/// s / (beta + y) e^-h(y) dy from recency to age, that it left at y, where h(y) = (r + x) ln((alpha + y) / (alpha + recency)) + s ln((beta + y) / (beta + recency)).
/// The variable is the logarithm of the smaller of alpha + y and beta + y, which keeps the integrand's singularities a distance of pi away.
/// </summary>
struct ParetoNbdIntegral
{
    // Panels end where h has grown by this or the variable by 2; beyond Deep nothing is left to add.
    const double Growth = 10, Deep = 50;

    readonly double _power, _s, _alpha, _beta, _recency;

    public ParetoNbdIntegral(ParetoNbd model, PurchaseSummary customer)
    {
        (_power, _s, _alpha, _beta, _recency) = (model.R + customer.Frequency, model.S, model.Alpha, model.Beta, customer.Recency);
        Add(customer.Age, H(customer.Age), Math.Exp(-H(customer.Age)), 0);
        Stayed = Total;
        var smaller = Math.Min(_alpha, _beta);
        var end = Elementary.LogOnePlus((customer.Age - _recency) / (smaller + _recency));
        for (double from = 0, length; from < end; from += length)
        {
            length = Math.Min(2, end - from);
            var before = H(At(smaller, from));
            if (before > Deep)
                break;
            while (H(At(smaller, from + length)) - before > Growth)
                length *= 0.5;
            Panel(smaller, from, length);
        }
    }

    public double Stayed { get; }

    public double Total { get; private set; }

    public double ByR { get; private set; }

    public double ByAlpha { get; private set; }

    public double ByS { get; private set; }

    public double ByBeta { get; private set; }

    public readonly double ProbabilityAlive => Stayed / Total;

    void Panel(double smaller, double from, double length)
    {
        for (var k = 0; k < GaussLegendre.Count; k++)
        {
            var y = At(smaller, from + length * GaussLegendre.Nodes[k]);
            var density = length * GaussLegendre.Weights[k] * (smaller + y) / (_beta + y);
            var h = H(y);
            Add(y, h, _s * density * Math.Exp(-h), density * Math.Exp(-h));
        }
    }

    // weight = e^-h at the end, s / (beta + y) e^-h dy inside; direct is d weight / d s apart from h.
    void Add(double y, double h, double weight, double direct)
    {
        var logAlpha = Elementary.LogOnePlus((y - _recency) / (_alpha + _recency));
        Total += weight;
        ByR -= weight * logAlpha;
        ByAlpha += weight * _power * (y - _recency) / ((_alpha + y) * (_alpha + _recency));
        ByS += direct - weight * (h - _power * logAlpha) / _s;
        ByBeta += weight * _s * (y - _recency) / ((_beta + y) * (_beta + _recency)) - (direct > 0 ? weight / (_beta + y) : 0);
    }

    readonly double H(double y) =>
        _power * Elementary.LogOnePlus((y - _recency) / (_alpha + _recency)) + _s * Elementary.LogOnePlus((y - _recency) / (_beta + _recency));

    readonly double At(double smaller, double u) => _recency + (smaller + _recency) * Elementary.ExpMinusOne(u);
}
