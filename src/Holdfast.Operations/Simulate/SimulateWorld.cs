using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Holdfast.Operations.Simulate;

/// <summary>Which world to make, and where.</summary>
public sealed record SimulateWorldRequest
{
    /// <summary>bank, telecom, prepaid, saas or shop. Default telecom.</summary>
    public string World { get; init; } = "telecom";

    /// <summary>Customers made in all. Default 1000.</summary>
    [Range(1, 90_000)]
    public int Customers { get; init; } = 1_000;

    /// <summary>Seed: equal seeds give equal bytes. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Workspace whose <c>data/incoming</c> takes the files. Default the current folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";
}

/// <summary>Makes three years of one of five worlds: a bank, a telecom, a prepaid operator, a software house or a shop, each with its truth.</summary>
public static class SimulateWorld
{
    /// <summary>Writes the files; a second call with the same request writes the same bytes.</summary>
    /// <exception cref="HoldfastException">A setting is out of range, or the folder cannot be written.</exception>
    public static SimulateBankResult Run(SimulateWorldRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!PlayedWorld.Names.Contains(request.World))
            throw HoldfastException.OfRequest($"world is '{request.World}'; {string.Join(", ", PlayedWorld.Names)} are allowed");
        if (request.Customers is < 1 or > 90_000)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"customers is {request.Customers}; 1 to 90000 is allowed"));
        var made = WorldMaking.Make(new WorldFile(request.World, request.Seed, request.Customers, 3, ""), request.Workspace, context, cancel);
        return new SimulateBankResult(made.Folder, made.FirstDay, made.LastDay, made.Customers, made.Rows, made.Files);
    }
}
