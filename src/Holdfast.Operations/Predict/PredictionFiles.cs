using Holdfast.Retention.Predict;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Predict;

/// <summary>Writes the files of the stage.</summary>
static class PredictionFiles
{
    const int Reasons = 3;

    public static void Write(ChurnPrediction prediction, RunFolder folder)
    {
        Scores(prediction.Scores).Write(folder.Output("scores.parquet"));
        Effects(prediction.Effects).Write(folder.Output("effects.parquet"));
        Features(prediction).Write(folder.Output("features.parquet"));
        PredictJson.Write(folder.Output("model-card.json"), prediction.Card);
        PredictJson.Write<IReadOnlyList<HazardLine>>(folder.Output("hazard.json"), Hazards(prediction));
        PredictJson.Write<IReadOnlyList<Feature>>(folder.Output("features.json"), prediction.Catalogue.Features);
        PredictJson.Write(folder.Output("feature-plan.json"), prediction.Catalogue.Plan);
        if (prediction.Model.Risk is TreeRisk trees) File.WriteAllBytes(folder.Output("model.json"), trees.Json.ToArray());
    }

    static ColumnTable Scores(IReadOnlyList<Scored> scored)
    {
        var scores = scored.Select(s => s.Score).ToList();
        var table = new ColumnTable(scores.Count)
            .Add("customer", [.. scores.Select(s => s.Customer)])
            .Add("tenure_days", [.. scores.Select(s => s.TenureDays)])
            .Add("churn_probability", [.. scores.Select(s => s.ChurnProbability)])
            .Add("churn_low", [.. scores.Select(s => s.ChurnLow)])
            .Add("churn_high", [.. scores.Select(s => s.ChurnHigh)])
            .Add("monthly_hazard", [.. scores.Select(s => s.MonthlyHazard)])
            .Add("median_remaining_months", [.. scores.Select(s => s.MedianRemainingMonths)])
            .Add("monthly_margin", [.. scores.Select(s => s.MonthlyMargin)])
            .Add("value", [.. scores.Select(s => s.Value)])
            .Add("value_at_risk", [.. scores.Select(s => s.ValueAtRisk)]);
        for (var i = 0; i < Reasons; i++) AddReason(table, scores, i);
        return table;
    }

    static void AddReason(ColumnTable table, List<CustomerScore> scores, int place)
    {
        var reasons = scores.Select(s => place < s.Reasons.Count ? s.Reasons[place] : null).ToList();
        var name = $"reason_{place + 1}_";
        table.Add(name + "feature", [.. reasons.Select(r => r?.Feature)])
            .Add(name + "value", [.. reasons.Select(r => r?.Value ?? double.NaN)])
            .Add(name + "contribution", [.. reasons.Select(r => r?.Contribution ?? 0)])
            .Add(name + "sentence", [.. reasons.Select(r => r?.Sentence)]);
    }

    static ColumnTable Effects(IReadOnlyList<ActionEffect> effects) =>
        new ColumnTable(effects.Count)
            .Add("customer", [.. effects.Select(e => e.Customer)])
            .Add("action", [.. effects.Select(e => e.Action)])
            .Add("effect", [.. effects.Select(e => e.Effect)])
            .Add("low", [.. effects.Select(e => e.Low)])
            .Add("high", [.. effects.Select(e => e.High)])
            .Add("source", [.. effects.Select(e => e.Source == EffectSource.Experiment ? "experiment" : "assumed")])
            .Add("drives_away", [.. effects.Select(e => e.High < 0)])
            .Add("taken", [.. effects.Select(e => e.Taken ?? double.NaN)])
            .Add("objection", [.. effects.Select(e => e.Objection ?? double.NaN)])
            .Add("lean", [.. effects.Select(e => e.Lean ?? double.NaN)]);

    /// <summary>As-of features that decisions may use; those kept for audits are left out.</summary>
    static ColumnTable Features(ChurnPrediction prediction)
    {
        var scored = prediction.Scores;
        var table = new ColumnTable(scored.Count).Add("customer", [.. scored.Select(s => s.Score.Customer)]);
        for (var i = 0; i < prediction.Catalogue.Features.Count; i++)
        {
            var feature = prediction.Catalogue.Features[i];
            if (feature.Use == FeatureUse.AuditOnly || scored.All(s => double.IsNaN(s.Row[i]))) continue;
            table.Add(feature.Name, [.. scored.Select(s => s.Row[i])]);
        }

        return table;
    }

    static List<HazardLine> Hazards(ChurnPrediction prediction)
    {
        var last = Array.FindLastIndex(prediction.Tenures.AtRisk, count => count > 0);
        return
        [
            .. Enumerable.Range(0, last + 1).Select(month =>
                new HazardLine(month, prediction.Tenures.AtRisk[month], prediction.Baseline.Voluntary(month), prediction.Baseline.Otherwise(month))),
        ];
    }
}
