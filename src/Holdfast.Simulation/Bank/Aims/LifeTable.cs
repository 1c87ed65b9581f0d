namespace Holdfast.Simulation.Bank.Aims;

/// <summary>
/// First relationships by day of tenure as they truly were, observed from the first day of the sources on: who had joined before
/// is counted from the tenure reached then.
/// </summary>
public sealed class LifeTable(World world)
{
    const int Days = 1_200;
    const double DaysPerMonth = 30.4375;
    readonly int[] _entered = new int[Days + 1];
    readonly int[] _gone = new int[Days + 1];
    readonly int[] _observedUntil = new int[Days + 1];
    double _years;
    int _left;

    /// <summary>Losses of first relationships per customer and year, all tenures.</summary>
    public double LostPerYear => _left / _years;

    /// <summary>Adds the relationships of one customer; only the first counts.</summary>
    public void Add(IReadOnlyList<TrueSpell> spells)
    {
        if (spells.Count == 0) return;
        var spell = spells[0];
        var from = Math.Max(0, world.Settings.FirstDay - spell.From);
        var until = (spell.Until <= world.Settings.LastDay ? spell.Until : world.Settings.LastDay + 1) - spell.From;
        var isGone = spell.Ending != Ending.None && spell.Until <= world.Settings.LastDay;
        if (until <= from) return;
        _years += (until - from) / 365.25;
        if (isGone) _left++;
        if (from > Days) return;
        _entered[from]++;
        if (isGone && until <= Days) _gone[until]++;
        _observedUntil[Math.Min(until, Days)]++;
    }

    /// <summary>Share gone by a day of tenure (Kaplan-Meier with late entry), 0..1.</summary>
    public double GoneBy(int day)
    {
        double stays = 1;
        var atRisk = 0;
        for (var d = 1; d <= day; d++)
        {
            atRisk += _entered[d - 1];
            if (atRisk > 0) stays *= 1 - (double)_gone[d] / atRisk;
            atRisk -= _observedUntil[d];
        }

        return 1 - stays;
    }

    /// <summary>Hazard per month between two months of tenure, both included; month 1 is the first.</summary>
    public double HazardIn(int firstMonth, int lastMonth)
    {
        double stays = (1 - GoneBy((int)Math.Round(lastMonth * DaysPerMonth))) / (1 - GoneBy((int)Math.Round((firstMonth - 1) * DaysPerMonth)));
        return -Math.Log(stays) / (lastMonth - firstMonth + 1);
    }
}
