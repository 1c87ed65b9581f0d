using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Holdfast.Operations.Simulate;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations;

/// <summary>How long to play, and where.</summary>
public sealed record PlayWorldRequest
{
    /// <summary>Workspace filled by <c>holdfast simulate bank</c> or <c>holdfast simulate world</c>. Default the current folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";

    /// <summary>Days to play. Default 364, a year of whole weeks.</summary>
    [Range(1, 3_660)]
    public int Days { get; init; } = 364;

    /// <summary>Days from one run to the next. Default 7; 1 is every night.</summary>
    [Range(1, 365)]
    public int Every { get; init; } = 7;

    /// <summary>Last day to play, <c>yyyy-MM-dd</c>, instead of <c>days</c>: a game that was stopped goes on to the same end.</summary>
    public string? Until { get; init; }
}

/// <summary>What the game came to. Money in minor units.</summary>
/// <param name="Periods">Every run and the days after it.</param>
/// <param name="Tried">Contacts tried.</param>
/// <param name="Reached">Of them, customers reached.</param>
/// <param name="Taken">Of them, offers taken.</param>
/// <param name="Result">The true result since the world was made.</param>
public sealed record PlayWorldResult(IReadOnlyList<PlayedPeriod> Periods, int Tried, int Reached, int Taken, TrueResult Result);

/// <summary>One run and the days after it. Money in minor units, since the world was made.</summary>
/// <param name="AsOf">Day of the run.</param>
/// <param name="Planned">Contacts on its call list.</param>
/// <param name="HeldOut">Decisions held out.</param>
/// <param name="Tried">Contacts tried in the days after it.</param>
/// <param name="Customers">Customers after them.</param>
/// <param name="Kept">Customers there who would be gone without contacts.</param>
/// <param name="DrivenAway">Customers gone who would be there without contacts.</param>
/// <param name="Net">Margin earned by the contacts so far, less their cost.</param>
/// <param name="Worth">Expected margin of the next 24 months, less that without contacts.</param>
public sealed record PlayedPeriod(string AsOf, int Planned, int HeldOut, int Tried, int Customers, int Kept, int DrivenAway, double Net, double Worth);

/// <summary>Plays on in a simulated world: a run, the days after it, the next run, and so on; then tells what the loop truly brought.</summary>
public static class PlayWorld
{
    /// <summary>Plays; a game that was stopped goes on from where it is.</summary>
    /// <exception cref="HoldfastException">A figure is out of range, or the workspace holds no simulated world.</exception>
    public static PlayWorldResult Run(PlayWorldRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var told = WorldFile.Read(Path.GetFullPath(request.Workspace)).LastTold;
        var end = Until(request, told);
        var quiet = context with { Progress = new Unheard() };
        var periods = new List<PlayedPeriod>();
        var steps = new List<SimulateStepResult>();
        for (var (from, begin) = (told, told); from < end; from += request.Every)
        {
            cancel.ThrowIfCancellationRequested();
            var asOf = (from + 1).ToString();
            Loop.Run(new RunRequest(request.Workspace) { AsOf = asOf }, quiet, cancel);
            var step = SimulateStep.Run(new SimulateStepRequest { Workspace = request.Workspace, Days = Math.Min(request.Every, end - from) }, quiet, cancel);
            steps.Add(step);
            periods.Add(Period(asOf, step));
            context.Progress.Report(new StageProgress("play", Math.Min(1, (from - begin + request.Every) / (double)(end - begin)), Line(periods[^1])));
        }

        return new PlayWorldResult(periods, steps.Sum(step => step.Tried), steps.Sum(step => step.Reached), steps.Sum(step => step.Taken), steps[^1].Result);
    }

    /// <summary>The result in words.</summary>
    public static string Describe(PlayWorldResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var every = Math.Max(1, result.Periods.Count / 13);
        var shown = result.Periods.Where((_, i) => (i + 1) % every == 0 || i == result.Periods.Count - 1);
        return string.Join('\n', shown.Select(Line)
            .Append(string.Create(CultureInfo.InvariantCulture, $"{result.Periods.Count:N0} runs; {result.Tried:N0} contacts tried, {result.Reached:N0} reached, {result.Taken:N0} offers taken."))
            .Append(result.Result.Describe()));
    }

    static string Line(PlayedPeriod one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.AsOf}: {one.Planned,4:N0} planned, {one.HeldOut,3:N0} held out, {one.Tried,4:N0} tried; {one.Customers,6:N0} customers, {one.Kept,3:N0} kept, {one.DrivenAway,3:N0} driven away; so far {one.Net / 100,8:+#,0;-#,0;0}, to come {one.Worth / 100,8:+#,0;-#,0;0}");

    static PlayedPeriod Period(string asOf, SimulateStepResult step) => new(
        asOf, step.Planned, step.HeldOut, step.Tried, step.Result.Customers, step.Result.Kept, step.Result.DrivenAway, step.Result.Net, step.Result.Worth);

    static void Check(PlayWorldRequest request)
    {
        if (request.Days is < 1 or > 3_660)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"days is {request.Days}; 1 to 3660 is allowed"));
        if (request.Every is < 1 or > 365)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"every is {request.Every}; 1 to 365 is allowed"));
    }

    static Day Until(PlayWorldRequest request, Day told)
    {
        if (request.Until is null) return told + request.Days;
        if (!Day.TryParse(request.Until, out var until)) throw HoldfastException.OfRequest($"until is '{request.Until}'; a day such as {told + 364} is allowed");
        return until > told ? until : throw HoldfastException.OfRequest($"until is {until}; the world is told until {told}, a later day is allowed");
    }

    sealed class Unheard : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
