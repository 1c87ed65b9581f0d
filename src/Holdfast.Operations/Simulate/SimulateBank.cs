using System.ComponentModel.DataAnnotations;
using System.Globalization;

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
    [Place(Place.Workspace)]
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
    /// <summary>Writes the files; a second call with the same request writes the same bytes.</summary>
    /// <exception cref="HoldfastException">A setting is out of range, or the folder cannot be written.</exception>
    public static SimulateBankResult Run(SimulateBankRequest request, OperationContext context, CancellationToken cancel)
    {
        Check(request);
        var made = WorldMaking.Make(new WorldFile("bank", request.Seed, request.Customers, request.Years, ""), request.Workspace, context, cancel);
        return new SimulateBankResult(made.Folder, made.FirstDay, made.LastDay, made.Customers, made.Rows, made.Files);
    }

    /// <summary>The result in words.</summary>
    public static string Describe(SimulateBankResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Customers:N0} customers, {result.FirstDay} to {result.LastDay}: {result.Rows:N0} rows in {result.Files.Count} files under {result.Folder}");

    static void Check(SimulateBankRequest request)
    {
        if (request.Customers is < 1 or > 5_000_000)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"customers is {request.Customers}; 1 to 5000000 is allowed"));
        if (request.Years is < 1 or > 10)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"years is {request.Years}; 1 to 10 is allowed"));
    }
}
