using Holdfast.Numerics.Experiments;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to watch.</summary>
public sealed record SequentialRequest : IGroupedStudy
{
    /// <summary>File with one row per customer in the order in which they came: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column that tells who was treated (1, true, yes) and who not (0, false, no); COLUMN=VALUE names the treated ones.</summary>
    public required string Treatment { get; init; }

    /// <summary>Column with the outcome, a number.</summary>
    public required string Outcome { get; init; }

    /// <summary>Number of rows at which the interval should be narrowest: the planned size, fixed before looking. Default: all rows of the file, which is right only where the file is the plan.</summary>
    public int? TightAt { get; init; }

    /// <summary>Variance of the effects thought possible (tau squared). Default: worked out from --tight-at and the outcome's variance in the first rows.</summary>
    public double? MixingVariance { get; init; }

    /// <summary>Rows before the first look, so that variances are known. Default 100.</summary>
    public int First { get; init; } = 100;

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>The alarm is false with a probability of at most alpha, however often one looks. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the confidence sequence into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>What was seen.</summary>
/// <param name="MixingVariance">tau squared used.</param>
/// <param name="PValue">Always-valid p-value after the last row.</param>
/// <param name="Decided">Row (from 1) at which the p-value first fell to alpha; null when it never did.</param>
/// <param name="Last">The state after the last row.</param>
/// <param name="Looks">The state after some 200 rows, evenly spread, the last one included.</param>
public sealed record SequentialResult(double MixingVariance, double PValue, int? Decided, SequentialLook Last, IReadOnlyList<SequentialLook> Looks) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("Looks", ["rows", "treated", "control", "difference", "low", "high", "p"],
            [.. Looks.Select(l => (string[])[StudyText.Count(l.Row), StudyText.Count(l.Treated), StudyText.Count(l.Control), StudyText.Number(l.Difference), StudyText.Number(l.Low), StudyText.Number(l.High), StudyText.P(l.PValue)])]);
    }
}

/// <summary>One look.</summary>
/// <param name="Row">Rows seen.</param>
/// <param name="Treated">Treated among them.</param>
/// <param name="Control">Others.</param>
/// <param name="Difference">Mean of the treated - mean of the others.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound of the confidence sequence.</param>
/// <param name="High">Upper bound of the confidence sequence.</param>
/// <param name="PValue">Always-valid p-value so far.</param>
public sealed record SequentialLook(int Row, long Treated, long Control, double Difference, double StandardError, double Low, double High, double PValue);

/// <summary>A trial watched while it runs, with a test that stays valid however often one looks (mSPRT and its confidence sequence).</summary>
public static class StudySequential
{
    const int LooksShown = 200;

    /// <summary>Walks through the rows of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static SequentialResult Run(SequentialRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        StudyOperation.Level(request.Alpha);
        if (request.First < 4) throw HoldfastException.OfRequest($"--first: found {request.First}; 4 or more is allowed.");
        if (request.TightAt is < 4) throw HoldfastException.OfRequest($"--tight-at: found {request.TightAt}; 4 or more is allowed.");
        var table = file.Read([StudyColumns.EventColumn(request.Treatment).Column, request.Outcome], cancel);
        var (treated, outcomes) = (table.Events(request.Treatment), table.Numbers(request.Outcome));
        var (looks, spread) = Walk(request, treated, outcomes);
        if (looks.Count == 0)
            throw new HoldfastException($"{request.File}: there was no look: after row {request.First} each group needs two rows and the outcome must vary; the file has {table.Rows} rows.");
        var last = looks[^1];
        var decided = looks.Find(look => look.PValue <= request.Alpha)?.Row;
        var step = Math.Max(1, looks.Count / LooksShown);
        List<SequentialLook> shown = [.. looks.Where((_, i) => (looks.Count - 1 - i) % step == 0)];
        file.Draw(() => Draw(shown), "The difference and its confidence sequence by rows seen.");
        IReadOnlyList<string> notes = request.TightAt is null && request.MixingVariance is null
            ? [.. table.Notes, "The interval is narrowest at the last row of this file. While a trial runs, fix --tight-at at its planned size before the first look, or the figures change with the file."] : table.Notes;
        return new SequentialResult(spread, last.PValue, decided, last, shown)
        {
            Words = [StudyText.Say($"{(decided is { } row ? StudyText.Say($"The groups differ: decided after {row} of {table.Rows} rows") : $"Not decided after {table.Rows} rows")}; always-valid p = {StudyText.P(last.PValue)}. The difference is {last.Difference:G6}, between {last.Low:G6} and {last.High:G6} at all times with probability {StudyText.Percent(1 - request.Alpha)}.")],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = notes,
        };
    }

    static (List<SequentialLook> Looks, double MixingVariance) Walk(SequentialRequest request, bool[] treated, double[] outcomes)
    {
        var (arm, control, looks) = (new Moments(), new Moments(), new List<SequentialLook>());
        MixtureTest? test = null;
        var spread = request.MixingVariance ?? 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (treated[i]) arm.Add(outcomes[i]);
            else control.Add(outcomes[i]);
            if (i + 1 < request.First || arm.Count < 2 || control.Count < 2) continue;
            var error = Math.Sqrt(arm.Variance / arm.Count + control.Variance / control.Count);
            if (!(error > 0)) continue;
            if (test is null)
            {
                // Only the variance of the first rows is used, never a difference, so the choice cannot lean towards an effect.
                var planned = error * Math.Sqrt((i + 1.0) / (request.TightAt ?? outcomes.Length));
                spread = request.MixingVariance ?? MixtureTest.MixingVariance(planned, request.Alpha);
                test = new MixtureTest(spread);
            }

            var difference = arm.Mean - control.Mean;
            var interval = test.Sequence(difference, error, request.Alpha);
            looks.Add(new SequentialLook(i + 1, arm.Count, control.Count, difference, error, interval.Low, interval.High, test.Look(difference, error)));
        }

        return (looks, spread);
    }

    static Drawing Draw(List<SequentialLook> looks)
    {
        var middle = looks[looks.Count / 2];
        var reach = 2 * Math.Max(Math.Abs(middle.Low), Math.Abs(middle.High));
        double Cut(double v) => Math.Clamp(v, -reach, reach);
        var frame = new Frame(new Axis(0, looks[^1].Row, "rows seen", StudyText.Mark), new Axis(-reach, reach, "difference", StudyText.Mark));
        frame.Curve([.. looks.Select(l => ((double)l.Row, Cut(l.Low)))], StudyPlot.Series(3), "low").Curve([.. looks.Select(l => ((double)l.Row, Cut(l.High)))], StudyPlot.Series(3), "high");
        return frame.Curve([.. looks.Select(l => ((double)l.Row, Cut(l.Difference)))], StudyPlot.Series(0), "difference").Drawing;
    }
}
