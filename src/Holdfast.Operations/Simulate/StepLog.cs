using System.Globalization;
using System.Text;
using Holdfast.Retention.Facts;
using Holdfast.Simulation;

namespace Holdfast.Operations.Simulate;

/// <summary>
/// What steps carried out so far, <c>carried-out.csv</c> and <c>assigned.csv</c> in <c>data/truth</c>. Together with the seed it is
/// all that the world depends on. Lines of days that are not told yet come from a step that died, and are left out.
/// </summary>
/// <param name="Contacts">Contacts carried out, by customer, in order of days.</param>
/// <param name="Assignments">Arms, by experiment and customer.</param>
sealed record StepLog(IReadOnlyList<(string Customer, CarriedOut Contact)> Contacts, IReadOnlyList<Assigned> Assignments)
{
    const string ContactsName = "carried-out.csv", AssignedName = "assigned.csv";

    /// <summary>Names of its files.</summary>
    public static IReadOnlyList<string> Names { get; } = [ContactsName, AssignedName];

    /// <summary>The log of the days told.</summary>
    public static StepLog Read(string truth, Day until) => new(
        [.. Lines(truth, ContactsName).Select(f => (f[1], new CarriedOut(Day.Parse(f[0]), f[3], f[4], f[2]))).Where(c => c.Item2.Day <= until)],
        [.. Lines(truth, AssignedName).Select(f => new Assigned(Day.Parse(f[0]), f[1], f[2], f[3] == "treatment", double.Parse(f[4], CultureInfo.InvariantCulture)))
            .Where(a => a.Day <= until)]);

    /// <summary>Writes it anew.</summary>
    public void Write(string truth)
    {
        Write(truth, ContactsName, "day,customer,decision,action,channel", Contacts.Select(c => $"{c.Contact.Day},{c.Customer},{c.Contact.Decision},{c.Contact.Action},{c.Contact.Channel}"));
        Write(truth, AssignedName, "day,customer,experiment,arm,probability", Assignments.Select(a => string.Create(
            CultureInfo.InvariantCulture, $"{a.Day},{a.Customer},{a.Experiment},{(a.Treated ? "treatment" : "control")},{a.Probability}")));
    }

    static IEnumerable<string[]> Lines(string truth, string name)
    {
        var path = Path.Combine(truth, name);
        return File.Exists(path) ? File.ReadLines(path).Skip(1).Select(line => line.Split(',')) : [];
    }

    static void Write(string truth, string name, string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(truth, name);
        File.WriteAllText(path + ".unfinished", string.Concat(lines.Prepend(header).Select(line => line + "\n")), new UTF8Encoding(false));
        File.Move(path + ".unfinished", path, overwrite: true);
    }
}
