using Holdfast.Retention.Facts;
using Holdfast.Simulation;

namespace Holdfast.Operations.Simulate;

/// <summary>A world of which days can be told: made once, then lived on day after day.</summary>
abstract class PlayedWorld
{
    /// <summary>The names of the worlds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bank", "telecom", "prepaid", "saas", "shop"];

    /// <summary>Last day that is told when the world is made.</summary>
    public abstract Day LastMade { get; }

    /// <summary>First day of the sources.</summary>
    public abstract Day FirstDay { get; }

    /// <summary>The world of a file.</summary>
    public static PlayedWorld Of(WorldFile file) => PlayedSmall.TradeOf(file.World) is { } trade ? new PlayedSmall(file, trade) : new PlayedBank(file);

    /// <summary>Customers there have been until a day, newcomers among them.</summary>
    public abstract int CountUntil(Day until);

    /// <summary>Id of a customer.</summary>
    public abstract string IdOf(int index);

    /// <summary>Place of a customer; null where the id is none of this world's.</summary>
    public int? IndexOf(string id) =>
        id.Length > 1 && int.TryParse(id.AsSpan(1), out var number) && IdOf(number - Offset) == id ? number - Offset : null;

    /// <summary>What a course brings one customer's business, without writing anything down.</summary>
    public abstract CourseResult Result(int index, Course course);

    /// <summary>Opens the files of the days told.</summary>
    public abstract Writing Open(string incoming, string truth, Telling telling);

    /// <summary>Number in the id of the first customer.</summary>
    protected virtual int Offset => 0;
}

/// <summary>The files of some days being written.</summary>
abstract class Writing : IDisposable
{
    /// <summary>Rows of each file.</summary>
    public abstract IReadOnlyList<SimulatedFile> Files { get; }

    /// <summary>Lives customers and writes down what became known of them in the days told; lived side by side, written in order.</summary>
    /// <param name="from">Place of the first.</param>
    /// <param name="courses">How each is lived.</param>
    /// <param name="cancel">Stops it.</param>
    public abstract IReadOnlyList<CourseResult> Write(int from, IReadOnlyList<Course> courses, CancellationToken cancel);

    /// <summary>Writes down the arm of a customer in an experiment of the loop.</summary>
    public abstract void Assign(Assigned assigned);

    public abstract void Dispose();
}

/// <summary>The arm of a customer in an experiment that the loop runs by holding out.</summary>
/// <param name="Day">Day of the decision.</param>
/// <param name="Customer">Customer id.</param>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Treated">Treated rather than held out.</param>
/// <param name="Probability">Probability of that arm, 0..1.</param>
sealed record Assigned(Day Day, string Customer, string Experiment, bool Treated, double Probability);
