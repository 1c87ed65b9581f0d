using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Holdfast.Simulation.Bank;

namespace Holdfast.Operations.Simulate;

/// <summary>Which sample bank to make, and where.</summary>
public sealed record SimulateBankRequest
{
    /// <summary>Customers in all: those of the first day, those who join later and those who leave. Default 8000.</summary>
    [Range(1, 5_000_000)]
    public int Customers { get; init; } = 8_000;

    /// <summary>Years lived, ending in January 2026 for 3 years. Default 3.</summary>
    [Range(1, 10)]
    public int Years { get; init; } = 3;

    /// <summary>Seed: equal seeds give equal bytes. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Workspace whose <c>data/incoming</c> takes the files. Default the current folder.</summary>
    public string Workspace { get; init; } = ".";
}

/// <summary>What was made.</summary>
/// <param name="Folder">Folder of the files.</param>
/// <param name="FirstDay">First day of the sources.</param>
/// <param name="LastDay">Last day of the sources.</param>
/// <param name="Customers">Customers in all.</param>
/// <param name="Rows">Rows in all files.</param>
/// <param name="Files">Rows of each file.</param>
public sealed record SimulateBankResult(
    string Folder, string FirstDay, string LastDay, int Customers, long Rows, IReadOnlyList<SimulatedFile> Files);

/// <summary>One file made.</summary>
/// <param name="Name">Its name without ending.</param>
/// <param name="Rows">Its rows.</param>
public sealed record SimulatedFile(string Name, long Rows);

/// <summary>Makes the files that the systems of a bank would give, and beside them the truth, which no stage of the loop reads.</summary>
public static class SimulateBank
{
    const int Block = 512;

    /// <summary>Writes the files; a second call with the same request writes the same bytes.</summary>
    /// <exception cref="HoldfastException">A setting is out of range, or the folder cannot be written.</exception>
    public static SimulateBankResult Run(SimulateBankRequest request, OperationContext context, CancellationToken cancel)
    {
        Check(request);
        var world = new World(new BankSettings { Seed = (ulong)request.Seed, Customers = request.Customers, Years = request.Years });
        var data = Path.Combine(Path.GetFullPath(request.Workspace), "data");
        try
        {
            return Write(world, data, context, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HoldfastException($"The sample bank cannot be written under {data}: {fault.Message}", fault);
        }
    }

    /// <summary>The result in words.</summary>
    public static string Describe(SimulateBankResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Customers:N0} customers, {result.FirstDay} to {result.LastDay}: {result.Rows:N0} rows in {result.Files.Count} files under {result.Folder}");

    static SimulateBankResult Write(World world, string data, OperationContext context, CancellationToken cancel)
    {
        var folder = Path.Combine(data, "incoming");
        using var files = new BankFiles(folder, world, new Telling(null, world.Settings.LastDay));
        using var truth = new TruthWriter(Path.Combine(data, "truth"), world);
        var count = world.Settings.Customers;
        for (var from = 0; from < count; from += Block)
        {
            var block = new SimulatedCustomer[Math.Min(Block, count - from)];
            var start = from;
            // Lives do not touch each other, so they are lived side by side; they are written in order, so the bytes are the same.
            Parallel.For(0, block.Length, new ParallelOptions { CancellationToken = cancel }, i => block[i] = BankSimulator.Live(world, start + i));
            foreach (var customer in block)
            {
                files.Write(customer.Rows);
                truth.Write(customer);
            }

            context.Progress.Report(new StageProgress("simulate", (double)(from + block.Length) / count, "customers live"));
        }

        var rows = files.Rows.Select(file => new SimulatedFile(file.Name, file.Rows)).ToList();
        return new SimulateBankResult(
            folder, world.Settings.FirstDay.ToString(), world.Settings.LastDay.ToString(), count, rows.Sum(file => file.Rows), rows);
    }

    static void Check(SimulateBankRequest request)
    {
        if (request.Customers is < 1 or > 5_000_000)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"customers is {request.Customers}; 1 to 5000000 is allowed"));
        if (request.Years is < 1 or > 10)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"years is {request.Years}; 1 to 10 is allowed"));
    }
}
