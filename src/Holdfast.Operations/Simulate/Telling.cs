using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>Which days a set of files tells of: what became known after one day and until another.</summary>
/// <param name="After">Last day told before; null where nothing was told yet.</param>
/// <param name="Until">Last day told by these files.</param>
readonly record struct Telling(Day? After, Day Until)
{
    /// <summary>Whether these files begin the sources.</summary>
    public bool IsFirst => After is null;

    /// <summary>What the names of these files end in.</summary>
    public string Suffix => IsFirst ? "" : "-" + Until;

    /// <summary>Whether what became known on a day stands in these files.</summary>
    public bool Tells(Day known) => known <= Until && (After is not { } told || known > told);
}
