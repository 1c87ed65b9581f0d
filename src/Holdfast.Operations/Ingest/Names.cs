using Holdfast.Operations.Workspaces.Schemas;

namespace Holdfast.Operations.Ingest;

/// <summary>Words about names that are not there.</summary>
static class Names
{
    const int MostShown = 60;

    /// <summary>What there is, with the closest name first: <c>Did you mean 'x'? The columns are: ...</c></summary>
    public static string Suggest(string wanted, IEnumerable<string> known, string what)
    {
        var names = known.ToList();
        if (names.Count == 0) return $"There are no {what}.";
        var near = Closest.To(wanted, names) is { } closest ? $"Did you mean '{closest}'? " : "";
        var rest = names.Count > MostShown ? $" and {names.Count - MostShown} more" : "";
        return $"{near}The {what} are: {string.Join(", ", names.Take(MostShown))}{rest}.";
    }
}
