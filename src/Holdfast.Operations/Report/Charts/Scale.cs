namespace Holdfast.Operations.Report.Charts;

/// <summary>Maps values linearly onto pixels.</summary>
readonly record struct Scale(double Low, double High, double From, double To)
{
    public double Of(double value) => High == Low ? From : From + (value - Low) / (High - Low) * (To - From);

    /// <summary>Round values to mark, about <paramref name="count"/> of them, all within the scale.</summary>
    public IReadOnlyList<double> Ticks(int count)
    {
        var step = Step((High - Low) / Math.Max(1, count));
        if (step <= 0 || !double.IsFinite(step)) return [Low];
        var ticks = new List<double>();
        for (var index = Math.Ceiling(Low / step - 1e-9); index * step <= High + step * 1e-9; index++) ticks.Add(index == 0 ? 0 : index * step);
        return ticks;
    }

    /// <summary>The smallest round value not under <paramref name="value"/>, to end an axis on.</summary>
    public static double RoundUp(double value)
    {
        if (value <= 0) return 0;
        var step = Step(value / 5);
        return Math.Ceiling(value / step - 1e-9) * step;
    }

    static double Step(double rough)
    {
        if (rough <= 0) return 0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
