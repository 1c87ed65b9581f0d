using Holdfast.Numerics.Survival;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to measure.</summary>
public sealed record RestrictedMeanRequest
{
    /// <summary>File with one row per subject: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the time at which each left or was last seen.</summary>
    public required string Duration { get; init; }

    /// <summary>Column that tells whether it left then (1, true, yes) or was only last seen (0, false, no); COLUMN=VALUE names another value. Default: all left.</summary>
    public string? Event { get; init; }

    /// <summary>Column with the time at which each came under observation (left truncation). Default: all at 0.</summary>
    public string? Entry { get; init; }

    /// <summary>Column whose values part the rows into groups; each is compared with the first.</summary>
    public string? By { get; init; }

    /// <summary>Horizons, separated by commas. Default: the last time seen, of the group in which it is earliest.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>Intervals hold with probability 1 - alpha. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>SVG file to draw the means into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>The means.</summary>
/// <param name="Means">One for each horizon and group.</param>
/// <param name="Contrasts">Each group against the first, for each horizon.</param>
public sealed record RestrictedMeanResult(IReadOnlyList<MeanRow> Means, IReadOnlyList<ContrastRow> Contrasts) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["group", "horizon", "rows", "mean", "std. error", "low", "high", "lost"],
            [.. Means.Select(m => (string[])[m.Group, StudyText.Number(m.Horizon), StudyText.Count(m.Rows), StudyText.Number(m.Mean), StudyText.Number(m.StandardError), StudyText.Number(m.Low), StudyText.Number(m.High), StudyText.Number(m.Lost)])]);
        if (Contrasts.Count > 0)
            yield return new TextTable("", ["contrast", "horizon", "value", "low", "high", "p"],
                [.. Contrasts.Select(c => (string[])[$"{c.Group} {c.Measure} {c.Against}", StudyText.Number(c.Horizon), StudyText.Number(c.Value), StudyText.Number(c.Low), StudyText.Number(c.High), StudyText.P(c.P)])]);
    }
}

/// <summary>The mean time of one group within a horizon.</summary>
/// <param name="Group">Value of the --by column; "all" without one.</param>
/// <param name="Horizon">The horizon.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Mean">Mean time before leaving within the horizon.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
/// <param name="Lost">Horizon - mean.</param>
public sealed record MeanRow(string Group, double Horizon, int Rows, double Mean, double StandardError, double Low, double High, double Lost);

/// <summary>Two groups compared.</summary>
/// <param name="Measure">What: "minus" for the difference of means, "over" for their ratio, "lost-over" for the ratio of the times lost.</param>
/// <param name="Group">The group.</param>
/// <param name="Against">The first group.</param>
/// <param name="Horizon">The horizon.</param>
/// <param name="Value">Difference or ratio.</param>
/// <param name="StandardError">Standard error of the difference, or of the ratio's logarithm.</param>
/// <param name="Low">Lower bound of the value.</param>
/// <param name="High">Upper bound of the value.</param>
/// <param name="P">Two-sided p of no difference.</param>
public sealed record ContrastRow(string Measure, string Group, string Against, double Horizon, double Value, double StandardError, double Low, double High, double P);

/// <summary>How long customers stay on average within a horizon (restricted mean survival time), and by how much groups differ.</summary>
public static class StudyRestrictedMean
{
    /// <summary>Measures a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    public static RestrictedMeanResult Run(RestrictedMeanRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var times = DurationTable.Read(new DurationColumns(request.File, request.Duration, request.Event, request.Entry), [request.By], cancel);
        var level = StudyOperation.Level(request.Alpha);
        var groups = times.Table.Groups(request.By);
        double[] horizons = request.At.Count > 0 ? [.. request.At.Select(time => StudyOperation.Time("--at", time))] : [LastSeen(times, groups, request)];
        var (means, contrasts, notes) = (new List<MeanRow>(), new List<ContrastRow>(), times.Table.Notes.ToList());
        foreach (var horizon in horizons)
        {
            var found = groups.Select(group => RestrictedMean.Of(times.Sample(group.Rows, null), horizon, level)).ToList();
            means.AddRange(groups.Zip(found, (group, mean) => Row(group, mean)));
            contrasts.AddRange(Enumerable.Range(1, groups.Count - 1).SelectMany(i => Contrasts(groups, found, i, level)));
            notes.AddRange(groups.Zip(found).Where(g => g.Second.IsExtended).Select(g =>
                StudyText.Say($"{g.First.Name}: observation ends before the horizon {horizon:G6}; beyond its last time nobody is taken to leave.")));
        }

        StudyPlot.Write(request.Plot, () => Draw(means, request.Duration), "Mean time within the horizon, a point with its interval for each group.");
        return new RestrictedMeanResult(means, contrasts) { Words = [.. means.Select(Say), .. contrasts.Where(c => c.Measure == "minus").Select(c => Say(c, request.Alpha))], RowsRead = times.Table.RowsRead, Rows = times.Table.Rows, Notes = notes };
    }

    // No group may be averaged over a time in which nobody of it was followed.
    static double LastSeen(DurationTable times, IReadOnlyList<StudyGroup> groups, RestrictedMeanRequest request)
    {
        var last = groups.MinBy(group => times.Exits.At(group.Rows).Max())!;
        var time = times.Exits.At(last.Rows).Max();
        return time > 0 ? time : throw new HoldfastException(
            $"{request.File}, column '{request.Duration}': the last time{(groups.Count > 1 ? $" of {last.Name}" : "")} is 0, so there is no time to average over; times above 0 are needed, or a horizon as --at.");
    }

    static MeanRow Row(StudyGroup group, RestrictedMean mean) => new(
        group.Name, mean.Horizon, group.Rows.Length, mean.Mean.Value, mean.Mean.StandardError, mean.Mean.Interval.Low, mean.Mean.Interval.High, mean.Lost.Value);

    // A ratio needs both above 0; where one is not, only the difference is told.
    static IEnumerable<ContrastRow> Contrasts(IReadOnlyList<StudyGroup> groups, List<RestrictedMean> means, int i, double level)
    {
        var (one, first) = (means[i], means[0]);
        ContrastRow Row(string measure, Comparison c) =>
            new(measure, groups[i].Name, groups[0].Name, one.Horizon, c.Value, c.StandardError, c.Interval.Low, c.Interval.High, c.PValue);
        yield return Row("minus", one.Minus(first, level));
        if (one.Mean.Value > 0 && first.Mean.Value > 0) yield return Row("over", one.Over(first, level));
        if (one.Lost.Value > 0 && first.Lost.Value > 0) yield return Row("lost-over", one.LostOver(first, level));
    }

    static string Say(MeanRow row) =>
        StudyText.Say($"{row.Group}: within {row.Horizon:G6} they stay {row.Mean:G6} on average (between {StudyText.Number(row.Low)} and {StudyText.Number(row.High)}).");

    static string Say(ContrastRow row, double alpha) => StudyText.Say(
        $"{row.Group} stay {Math.Abs(row.Value):G4} {(row.Value < 0 ? "less" : "longer")} than {row.Against} within {row.Horizon:G6} (between {StudyText.Number(row.Low)} and {StudyText.Number(row.High)}, p = {StudyText.P(row.P)}), which {(row.P < alpha ? "is more than chance would give" : "chance alone could give")}.");

    static Drawing Draw(List<MeanRow> means, string unit)
    {
        var frame = new Frame(
            new Axis(0, means.Count + 1, "", _ => "") { Marks = [] }, new Axis(0, Math.Max(1e-9, means.Max(m => m.High)), $"mean {unit} within the horizon", StudyText.Mark));
        for (var i = 0; i < means.Count; i++)
        {
            frame.Point(i + 1, new Interval(means[i].Mean, means[i].Low, means[i].High), StudyPlot.Series(i), means[i].Group);
            frame.Drawing.Text(frame.X.Of(i + 1) + 6, frame.Y.Of(means[i].Mean) + 4, StudyText.Say($"{means[i].Group} ({means[i].Horizon:G4})"), $"label {StudyPlot.Series(i)}");
        }

        return frame.Drawing;
    }
}
