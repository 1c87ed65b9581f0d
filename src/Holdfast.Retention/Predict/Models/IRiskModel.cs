namespace Holdfast.Retention.Predict.Models;

/// <summary>A model that ranks by risk: log-odds of leaving, before calibration, and what each column adds to them.</summary>
public interface IRiskModel
{
    /// <summary>Log-odds of a row.</summary>
    double Margin(ReadOnlySpan<float> row);

    /// <summary>Exact Shapley values of a row: one per column; they and a constant add up to <see cref="Margin"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="contributions">As long as the row.</param>
    void Explain(ReadOnlySpan<float> row, Span<double> contributions);
}
