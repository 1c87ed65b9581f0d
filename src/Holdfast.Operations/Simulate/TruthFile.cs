using System.Globalization;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Operations.Simulate;

/// <summary>Writes the truth about each customer to <c>data/truth/customers.csv</c>; only the evaluation reads it.</summary>
sealed class TruthWriter : IDisposable
{
    readonly CsvFile _file;
    readonly string _asOf;

    /// <summary>Begins the file of a day.</summary>
    /// <param name="folder">Folder it is written to.</param>
    /// <param name="asOf">Day the truth holds for.</param>
    /// <param name="actions">Ids of the actions, in the order of a truth's answers.</param>
    public TruthWriter(string folder, Day asOf, IReadOnlyList<string> actions)
    {
        Directory.CreateDirectory(folder);
        _asOf = asOf.ToString();
        var answers = actions.SelectMany(a => new[] { "effect_" + a, "gain_" + a, "taken_" + a });
        _file = new CsvFile(Path.Combine(folder, TruthFile.Name), "as_of,customer,state,response,hazard_month,churn_90,value,leaves_90," + string.Join(',', answers));
    }

    /// <summary>Writes one customer; those who left and closed are left out.</summary>
    public void Write(string customer, Truth truth)
    {
        if (truth.State == TrueState.Left) return;
        _file.Raw(_asOf).Raw(customer).Raw(TruthFile.Word(truth.State.ToString())).Raw(TruthFile.Word(truth.Response.ToString()))
            .Number(truth.HazardPerMonth, 6).Number(truth.Churn90, 6).Whole((long)Math.Round(truth.Value)).Raw(truth.Leaves90 ? "1" : "0");
        foreach (var answer in truth.Answers) _file.Number(answer.Effect, 6).Whole((long)Math.Round(answer.Gain)).Number(answer.Taken, 4);
        _file.End();
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>What the truth file says of one customer. Money in minor units.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="State">here, leaving or silent.</param>
/// <param name="Response">indifferent, persuadable, sleeping_dog or lost_cause.</param>
/// <param name="Churn90">True probability of voluntary churn in the 90 days after a gap of 7, 0..1.</param>
/// <param name="Value">True expected margin of 24 months.</param>
/// <param name="Leaves90">Whether the customer does leave in those days.</param>
/// <param name="Effect">Fall of the churn probability by action id.</param>
/// <param name="Gain">Change of value before cost by action id.</param>
/// <param name="Taken">Probability of being reached and taking it by action id, 0..1.</param>
sealed record TrueCustomer(
    string Customer,
    string State,
    string Response,
    double Churn90,
    double Value,
    bool Leaves90,
    IReadOnlyDictionary<string, double> Effect,
    IReadOnlyDictionary<string, double> Gain,
    IReadOnlyDictionary<string, double> Taken);

/// <summary>Reads the truth file.</summary>
static class TruthFile
{
    /// <summary>Name of the file in <c>data/truth</c>.</summary>
    public const string Name = "customers.csv";

    /// <summary>The action's id in <c>actions.yaml</c>.</summary>
    public static string NameOf(BankAction action) => Word(action.ToString());

    /// <summary>A name in snake case.</summary>
    public static string Word(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The day the truth holds for and every customer of it.</summary>
    /// <exception cref="HoldfastException">There is no truth file.</exception>
    public static (Day AsOf, IReadOnlyList<TrueCustomer> Customers) Read(string workspace)
    {
        var path = Path.Combine(workspace, "data", "truth", Name);
        if (!File.Exists(path))
            throw new HoldfastException($"{path} is not there: only a workspace filled by 'holdfast simulate bank' has a truth to compare with");
        var lines = File.ReadLines(path).Select(line => line.Split(','));
        string[]? header = null;
        var customers = new List<TrueCustomer>();
        Day asOf = default;
        foreach (var fields in lines)
        {
            if (header is null)
            {
                header = fields;
                continue;
            }

            asOf = Day.Parse(fields[0]);
            customers.Add(Customer(header, fields));
        }

        return (asOf, customers);
    }

    static TrueCustomer Customer(string[] header, string[] fields)
    {
        Dictionary<string, double> Of(string prefix) => header.Select((name, i) => (name, i)).Where(c => c.name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(c => c.name[prefix.Length..], c => double.Parse(fields[c.i], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new TrueCustomer(
            fields[1], fields[2], fields[3], double.Parse(fields[5], CultureInfo.InvariantCulture), double.Parse(fields[6], CultureInfo.InvariantCulture),
            fields[7] == "1", Of("effect_"), Of("gain_"), Of("taken_"));
    }
}
