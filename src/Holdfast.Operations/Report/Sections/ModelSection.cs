using Holdfast.Operations.Predict;
using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Report.Sections;

/// <summary>How far the prediction can be trusted (P1, P6): the model card in pictures.</summary>
static class ModelSection
{
    const int MostFeatures = 12;

    public static Section Of(ModelCard card)
    {
        var body = new SectionBody();
        if (card.Tests.Count == 0) body.Unanswered(card.Notices.Count > 0 ? string.Join(" ", card.Notices) : "Too few customers left to train and test a model.");
        else Tell(body, card);
        body.FoldedTable("What was assumed and noticed", [new("")], card.Assumptions.Concat(card.Notices).Select(a => (IReadOnlyList<string>)[a]));
        if (card.Leaks.Count > 0)
        {
            body.Heading("Columns refused because they give the answer away");
            body.Table([new("column"), new("why")], card.Leaks.Select(l => (IReadOnlyList<string>)[l.Column, l.Reason]));
        }

        return new Section("model", "Model", "How far can the prediction be trusted?", body.ToString());
    }

    static void Tell(SectionBody body, ModelCard card)
    {
        var best = card.Tests[0];
        body.Answer($"On {Figures.Count(card.TestRows)} rows of {Figures.Count(card.TestCustomers)} customers it had not seen, the model ranks a leaver above a stayer in {Figures.Percent(best.Auc, 1)} of pairs (AUC), "
            + $"the tenth with the highest scores holds {Figures.Number(best.TopDecileLift, 1)} times its share of leavers, and a predicted risk is worth what it says (calibration slope {Figures.Number(best.CalibrationSlope, 2)}; 1 is right).");
        body.Table([new("model"), new("AUC", true), new("average precision", true), new("lift of the top tenth", true), new("Brier", true), new("log-loss", true), new("slope", true)],
            card.Tests.Select(t => (IReadOnlyList<string>)[t.Name + (t.Name == card.Champion ? " (in use)" : ""), Figures.Number(t.Auc, 3), Figures.Number(t.AveragePrecision, 3), Figures.Number(t.TopDecileLift, 2),
                Figures.Number(t.Brier, 4), Figures.Number(t.LogLoss, 4), Figures.Number(t.CalibrationSlope, 2)]));
        body.Note($"Test: {card.Testing}. The model in use is the one with the lowest log-loss.");
        if (card.Calibration.Count > 1) Calibration(body, card);
        if (card.Gain.Count > 1) Gain(body, card);
        if (card.Features.Count == 0) return;
        body.Heading("What it looks at most");
        body.Picture(BarChart.Draw([.. card.Features.Take(MostFeatures).Select(f => new Bar(Codes.InWords(f.Name), f.Importance, Figures.Number(f.Importance, 3)))], "Features by mean absolute contribution to the log-odds"));
        body.Note("Mean absolute contribution to the log-odds. A sign, not a proven cause.");
    }

    static void Calibration(SectionBody body, ModelCard card)
    {
        var high = Scale.RoundUp(Math.Min(1, card.Calibration.Max(b => Math.Max(b.Predicted, b.High))));
        var frame = new Frame(new Axis(0, high, "predicted share", v => Figures.Percent(v, 0)), new Axis(0, high, "share that left, by tenth of the score", v => Figures.Percent(v, 0)));
        frame.Curve([(0, 0), (high, high)], "series-4", "exact");
        foreach (var bin in card.Calibration) frame.Point(bin.Predicted, new Interval(bin.Observed, bin.Low, Math.Min(high, bin.High)), "series-1", $"predicted {Figures.Percent(bin.Predicted)}, left {Figures.Percent(bin.Observed)} of {Figures.Count(bin.Customers)}");
        body.Heading("Is a predicted 20 % really 20 %?");
        body.Picture(frame.Drawing.ToSvg("Calibration: predicted against observed share of leavers by tenth of the score, with 95 % intervals"));
    }

    static void Gain(SectionBody body, ModelCard card)
    {
        var frame = new Frame(new Axis(0, 1, "customers contacted, highest scores first", v => Figures.Percent(v, 0)), new Axis(0, 1, "share of the leavers among them", v => Figures.Percent(v, 0)));
        frame.Curve([(0, 0), (1, 1)], "series-4", "at random");
        frame.Curve([(0, 0), .. card.Gain.Select(g => (g.Share, g.Captured))], "series-1");
        body.Heading("How many leavers does a longer list reach?");
        body.Picture(frame.Drawing.ToSvg("Gain: share of leavers reached by share of customers contacted"));
    }
}
