using Holdfast.Native.XGBoost;

namespace Holdfast.Tests.Numerics;

public class BoosterTests
{
    const int Columns = 12;

    [XGBoostFact]
    public void The_model_has_the_same_bytes_for_one_and_two_threads()
    {
        Assert.Equal(Train(1, 1).ToArray(), Train(2, 1));
        Assert.NotEqual(Train(1, 1), Train(1, 2));

        static byte[] Train(int threads, int seed)
        {
            var (values, labels) = TreeTests.Rows(2000, 1);
            using var booster = Booster.Train(
                new BoosterRows(values, Columns, labels, []), new BoosterParameters { Rounds = 10, Subsample = 0.7, ColumnSample = 0.5, ThreadCount = threads, Seed = seed }, default);
            return booster.SaveJson();
        }
    }

    [XGBoostFact]
    public void Training_stops_early_when_the_validation_rows_no_longer_improve()
    {
        var (values, labels) = TreeTests.Rows(600, 3);
        var (others, outcomes) = TreeTests.Rows(600, 4);
        var parameters = new BoosterParameters { Depth = 6, Eta = 0.3, Rounds = 400, PatienceRounds = 10 };
        using var booster = Booster.Train(new BoosterRows(values, Columns, labels, []), new BoosterRows(others, Columns, outcomes, []), parameters, default);
        Assert.InRange(booster.Rounds, 1, 100);
        using var loaded = Booster.Load(booster.SaveJson(), Columns);
        Assert.Equal(booster.PredictMargins(others), loaded.PredictMargins(others));
    }

    [XGBoostFact]
    public void Weights_count()
    {
        var (values, labels) = TreeTests.Rows(500, 6);
        float[] heavy = [.. labels.Select(y => y > 0 ? 50f : 1f)];
        using var plain = Booster.Train(new BoosterRows(values, Columns, labels, []), new BoosterParameters { Rounds = 5 }, default);
        using var weighted = Booster.Train(new BoosterRows(values, Columns, labels, heavy), new BoosterParameters { Rounds = 5 }, default);
        Assert.True(weighted.PredictMargins(values).Average() > plain.PredictMargins(values).Average() + 0.3);
    }

    [XGBoostFact]
    public void What_is_wrong_is_said_in_the_librarys_words_or_ours()
    {
        var (values, labels) = TreeTests.Rows(50, 6);
        Assert.Contains("Depth is 40", Assert.Throws<ArgumentOutOfRangeException>(() => Train(values, labels, new BoosterParameters { Depth = 40 })).Message, StringComparison.Ordinal);
        labels[3] = 7;
        Assert.Contains("label must be in [0,1]", Assert.Throws<XGBoostException>(() => Train(values, labels, new BoosterParameters())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Train(values.AsSpan(1).ToArray(), labels, new BoosterParameters()));
        Assert.Throws<XGBoostException>(() => Booster.Load("nothing"u8, 3));

        static void Train(float[] values, float[] labels, BoosterParameters parameters) =>
            Booster.Train(new BoosterRows(values, Columns, labels, []), parameters, default).Dispose();
    }

    [XGBoostFact]
    public void Training_can_be_cancelled()
    {
        var (values, labels) = TreeTests.Rows(50, 6);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Booster.Train(new BoosterRows(values, Columns, labels, []), new BoosterParameters(), source.Token));
    }

    [XGBoostFact]
    public void The_librarys_version_is_known()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", XGBoostLibrary.Version);
    }
}
