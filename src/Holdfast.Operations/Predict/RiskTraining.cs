using Holdfast.Native.XGBoost;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>Trains the two models that compete: boosted trees where XGBoost is installed, and the logistic baseline.</summary>
/// <param name="Features">The features of the columns.</param>
/// <param name="ThreadCount">Threads of XGBoost; the model's bytes are the same for any number.</param>
sealed record RiskTraining(IReadOnlyList<Feature> Features, int ThreadCount)
{
    // Below this many numbers threads cost more than they save.
    const int ManyValues = 2_000_000;
    const int FewColumns = 24;

    /// <summary>Boosted trees; null where the library is missing.</summary>
    public TreeRisk? Trees(TrainingTable table, CancellationToken cancel)
    {
        if (!XGBoostLibrary.IsPresent) return null;
        var labels = new float[table.Count];
        var weights = new float[table.Count];
        double left = 0, all = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = table.Infos[i].Left ? 1 : 0;
            weights[i] = table.Infos[i].Weight;
            left += labels[i] * weights[i];
            all += weights[i];
        }

        var leavers = table.Infos.Count(info => info.Left);
        var parameters = Parameters(leavers) with
        {
            // Few columns work together and must meet in one tree; of many, each tree sees a part.
            ColumnSample = Math.Clamp(FewColumns / (double)table.ColumnCount, 0.4, 0.9),
            BaseScore = left / all,
            ThreadCount = table.Values.Length > ManyValues ? ThreadCount : 1,
        };
        using var booster = Booster.Train(new BoosterRows(table.Values, table.ColumnCount, labels, weights), parameters, cancel);
        return new TreeRisk(booster.SaveJson());
    }

    /// <summary>The logistic baseline.</summary>
    public LogisticRisk Logistic(TrainingTable table) => LogisticRisk.Fit(table, Features);

    /// <summary>Modest trees, smaller where few left: what few leavers teach does not fill deep trees.</summary>
    static BoosterParameters Parameters(int leavers) => leavers switch
    {
        >= 1000 => new() { Depth = 4, Eta = 0.06, Rounds = 200, MinChildWeight = 5, Subsample = 0.7, MaxBin = 64 },
        >= 200 => new() { Depth = 3, Eta = 0.05, Rounds = 150, MinChildWeight = 4, Subsample = 0.7, MaxBin = 64 },
        _ => new() { Depth = 2, Eta = 0.05, Rounds = 80, MinChildWeight = 3, Subsample = 0.7, MaxBin = 64, Lambda = 5 },
    };
}
