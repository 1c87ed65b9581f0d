using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Native.XGBoost;

/// <summary>
/// Boosted trees, trained by XGBoost. Only training needs the library: <see cref="SaveJson"/> gives the model as JSON that
/// managed code scores and explains, and that Python's xgboost opens.
/// </summary>
public sealed unsafe class Booster : IDisposable
{
    readonly BoosterHandle _handle;
    readonly int _columns;

    Booster(BoosterHandle handle, int columns) => (_handle, _columns) = (handle, columns);

    /// <summary>Trees in the model.</summary>
    public int Rounds
    {
        get
        {
            int rounds;
            XGBoostMethods.Check(XGBoostMethods.Rounds(_handle.DangerousGetHandle(), &rounds));
            return rounds;
        }
    }

    /// <summary>Trains on rows for the full number of rounds.</summary>
    /// <param name="rows">Rows, labels and weights.</param>
    /// <param name="parameters">How to boost.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    /// <exception cref="XGBoostException">The library is missing or refuses; with its text.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static Booster Train(BoosterRows rows, BoosterParameters parameters, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var matrix = MatrixHandle.Create(rows);
        var handle = Begin(matrix, parameters);
        try
        {
            for (var round = 0; round < parameters.Rounds; round++)
                Update(handle, matrix, round, cancel);
            return new Booster(handle, rows.ColumnCount);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Trains until the validation rows have not improved for <see cref="BoosterParameters.PatienceRounds"/>, and keeps the best rounds.</summary>
    /// <param name="rows">Rows, labels and weights to learn from.</param>
    /// <param name="validation">Rows that decide when to stop; of as many columns.</param>
    /// <param name="parameters">How to boost.</param>
    /// <param name="cancel">Looked at between two trees.</param>
    /// <exception cref="ArgumentException">The two have different columns, or a parameter is out of range.</exception>
    /// <exception cref="XGBoostException">The library is missing or refuses; with its text.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static Booster Train(BoosterRows rows, BoosterRows validation, BoosterParameters parameters, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (rows.ColumnCount != validation.ColumnCount)
            throw new ArgumentException($"The validation rows have {validation.ColumnCount} columns, the training rows {rows.ColumnCount}; as many are needed.");
        using var matrix = MatrixHandle.Create(rows);
        using var judge = MatrixHandle.Create(validation);
        using var handle = Begin(matrix, parameters);
        var (best, bestRound) = (double.PositiveInfinity, 0);
        for (var round = 0; round < parameters.Rounds && round - bestRound <= parameters.PatienceRounds; round++)
        {
            Update(handle, matrix, round, cancel);
            var loss = Evaluate(handle, judge, round);
            if (loss < best)
                (best, bestRound) = (loss, round);
        }
        return new Booster(handle.First(bestRound + 1), rows.ColumnCount);
    }

    /// <summary>Opens a model that <see cref="SaveJson"/> wrote.</summary>
    /// <param name="json">The model's bytes.</param>
    /// <param name="columnCount">Columns of the rows it was trained on.</param>
    /// <exception cref="XGBoostException">The library is missing or refuses; with its text.</exception>
    public static Booster Load(ReadOnlySpan<byte> json, int columnCount)
    {
        var handle = BoosterHandle.Create(null);
        fixed (byte* bytes = json)
        {
            var state = XGBoostMethods.Load(handle.DangerousGetHandle(), bytes, (ulong)json.Length);
            if (state != 0) handle.Dispose();
            XGBoostMethods.Check(state);
        }
        return new Booster(handle, columnCount);
    }

    /// <summary>The model as XGBoost's own JSON; the same bytes for any number of threads.</summary>
    public byte[] SaveJson()
    {
        ulong length;
        byte* bytes;
        fixed (byte* configuration = "{\"format\":\"json\"}\0"u8)
        {
            XGBoostMethods.Check(XGBoostMethods.Save(_handle.DangerousGetHandle(), configuration, &length, &bytes));
        }
        return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
    }

    /// <summary>Margins (log-odds, or the number itself) by the library, one per row.</summary>
    /// <param name="values">Values row by row, NaN where missing.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    /// <exception cref="XGBoostException">The library refuses; with its text.</exception>
    public float[] PredictMargins(ReadOnlySpan<float> values) => Predict(values, "{\"type\":1,\"training\":false,\"iteration_begin\":0,\"iteration_end\":0,\"strict_shape\":true}\0"u8);

    /// <summary>Shapley values by the library: per row one per column, then the bias; slow, meant as a check of managed code.</summary>
    /// <param name="values">Values row by row, NaN where missing.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    /// <exception cref="XGBoostException">The library refuses; with its text.</exception>
    public float[] PredictContributions(ReadOnlySpan<float> values) => Predict(values, "{\"type\":2,\"training\":false,\"iteration_begin\":0,\"iteration_end\":0,\"strict_shape\":true}\0"u8);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    float[] Predict(ReadOnlySpan<float> values, ReadOnlySpan<byte> configuration)
    {
        if (values.IsEmpty || values.Length % _columns != 0)
            throw new ArgumentException($"There are {values.Length} values for rows of {_columns} columns; whole rows, at least one, are needed.");
        using var matrix = MatrixHandle.Create(values, _columns);
        ulong* shape;
        ulong dimensions;
        float* result;
        fixed (byte* text = configuration)
        {
            XGBoostMethods.Check(XGBoostMethods.Predict(_handle.DangerousGetHandle(), matrix.DangerousGetHandle(), text, &shape, &dimensions, &result));
        }
        var count = 1UL;
        for (var i = 0UL; i < dimensions; i++)
            count *= shape[i];
        return new ReadOnlySpan<float>(result, checked((int)count)).ToArray();
    }

    static BoosterHandle Begin(MatrixHandle matrix, BoosterParameters parameters)
    {
        var settings = parameters.Settings();
        var handle = BoosterHandle.Create(matrix);
        foreach (var (name, value) in settings)
        {
            fixed (byte* n = Encoding.UTF8.GetBytes(name + '\0'), v = Encoding.UTF8.GetBytes(value + '\0'))
            {
                XGBoostMethods.Check(XGBoostMethods.SetParameter(handle.DangerousGetHandle(), n, v));
            }
        }
        return handle;
    }

    static void Update(BoosterHandle handle, MatrixHandle matrix, int round, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        XGBoostMethods.Check(XGBoostMethods.Update(handle.DangerousGetHandle(), round, matrix.DangerousGetHandle()));
    }

    // The library answers with a text such as "[3]\tvalid-logloss:0.52".
    static double Evaluate(BoosterHandle handle, MatrixHandle judge, int round)
    {
        var matrix = judge.DangerousGetHandle();
        byte* text;
        fixed (byte* name = "valid\0"u8)
        {
            var names = name;
            XGBoostMethods.Check(XGBoostMethods.Evaluate(handle.DangerousGetHandle(), round, &matrix, &names, 1, &text));
        }
        var line = Marshal.PtrToStringUTF8((nint)text)!;
        return double.Parse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
    }
}
