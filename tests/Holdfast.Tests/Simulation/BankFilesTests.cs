using Holdfast.Operations;
using Holdfast.Operations.Simulate;

namespace Holdfast.Tests.Simulation;

public sealed class BankFilesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("holdfast-bank").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Equal_seeds_give_equal_bytes_and_other_seeds_give_others()
    {
        var first = Make("a", 60, 7);
        var again = Make("b", 60, 7);
        var other = Make("c", 60, 8);
        Assert.Equal(first, again);
        Assert.NotEqual(first["transactions.csv"], other["transactions.csv"]);
    }

    [Fact]
    public void The_first_customers_of_a_bigger_bank_are_those_of_a_smaller_one()
    {
        var small = Make("small", 30, 3)["transactions.csv"];
        var big = Make("big", 60, 3)["transactions.csv"];
        Assert.StartsWith(small, big, StringComparison.Ordinal);
        Assert.True(big.Length > 1.5 * small.Length);
    }

    [Fact]
    public void One_row_in_forty_of_the_bookings_is_there_twice_and_three_in_a_hundred_are_late()
    {
        var rows = Make("d", 60, 2)["transactions.csv"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.InRange((rows.Count - rows.Distinct(StringComparer.Ordinal).Count()) / (double)rows.Count, 0.02, 0.03);
        Assert.InRange(rows.Count(r => !r.EndsWith(',')) / (double)rows.Count, 0.02, 0.04);
    }

    [Fact]
    public void No_row_tells_of_a_day_after_the_last() =>
        Assert.All(Make("e", 60, 4).Where(f => f.Key is not ("accounts.csv" or "customers.csv")), file =>
            Assert.DoesNotContain(file.Value.Split('\n'), line => line.Contains("2026-02", StringComparison.Ordinal) || line.Contains("2026-01-05", StringComparison.Ordinal)));

    [Fact]
    public void A_bank_of_no_customers_is_refused_with_what_is_allowed()
    {
        var fault = Assert.Throws<HoldfastException>(() => Make("f", 0, 1));
        Assert.Equal("customers is 0; 1 to 5000000 is allowed", fault.Message);
    }

    Dictionary<string, string> Make(string name, int customers, long seed)
    {
        var workspace = Path.Combine(_folder, name);
        var request = new SimulateBankRequest { Customers = customers, Seed = seed, Workspace = workspace };
        SimulateBank.Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        return Directory.GetFiles(Path.Combine(workspace, "data", "incoming")).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
    }
}
