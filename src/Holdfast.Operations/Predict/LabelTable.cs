using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Value;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>The second pass: what became of every customer after every cut-off.</summary>
sealed class LabelTable
{
    readonly List<byte[]> _outcomes = [];
    readonly long[] _stayed;
    readonly long[] _left;

    LabelTable(int cutoffs) => (_stayed, _left) = (new long[cutoffs], new long[cutoffs]);

    /// <summary>Customers at risk by month of tenure.</summary>
    public TenureCounts Tenures { get; } = new();

    /// <summary>Customers with at least one positive row.</summary>
    public int Leavers { get; private set; }

    /// <summary>Customers with at least one negative row; who stayed at one cut-off and left at another counts among both.</summary>
    public int Stayers { get; private set; }

    /// <summary>Outcome of a customer, by its place, at a cut-off, by its place.</summary>
    public Outcome At(int customer, int cutoff) => (Outcome)_outcomes[customer][cutoff];

    /// <summary>Rows and positives of the cut-offs that fit.</summary>
    public (long Rows, long Left) Count(IReadOnlyList<Day> cutoffs, Func<Day, bool> fits)
    {
        long rows = 0, left = 0;
        for (var i = 0; i < cutoffs.Count; i++)
        {
            if (!fits(cutoffs[i])) continue;
            rows += _stayed[i] + _left[i];
            left += _left[i];
        }

        return (rows, left);
    }

    public static LabelTable Of(PredictionInput input, CutoffPlan plan, CancellationToken cancel)
    {
        var table = new LabelTable(plan.Cutoffs.Count);
        foreach (var history in input.Histories())
        {
            cancel.ThrowIfCancellationRequested();
            table.Add(history, input, plan);
        }

        return table;
    }

    void Add(History history, PredictionInput input, CutoffPlan plan)
    {
        var final = Lives.Of(history, input.Business, input.AsOf);
        var outcomes = new byte[plan.Cutoffs.Count];
        _outcomes.Add(outcomes);
        if (final.Count == 0) return;
        bool left = false, stayed = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var cutoff = plan.Cutoffs[i];
            if (cutoff <= final[0].Joined || Window.LifeAt(history, input.Business, cutoff) is not { } life) continue;
            var outcome = plan.Window.Of(life, final, cutoff);
            outcomes[i] = (byte)outcome;
            if (outcome == Outcome.LeftOut) continue;
            Tenures.Add(life.TenureDays(cutoff), outcome);
            if (outcome == Outcome.Left) _left[i]++;
            else _stayed[i]++;
            left |= outcome == Outcome.Left;
            stayed |= outcome != Outcome.Left;
        }

        if (left) Leavers++;
        if (stayed) Stayers++;
    }
}
