using System.Reflection;

namespace Holdfast.Tests.Numerics.Lifetime;

public class ReferenceCoverageTests
{
    static readonly string[] Areas = ["clv", "experiment", "segmentation"];

    [ReferenceEntry]
    public void Every_reference_value_of_lifetime_experiments_and_clusters_has_a_check()
    {
        var wanted = ReferenceValues.Entries.Values.Where(e => Areas.Contains(e.GetProperty("area").GetString())).Select(e => e.GetProperty("id").GetString()!).ToList();
        var checkedIds = typeof(ReferenceCoverageTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<ReferenceEntryAttribute>()).SelectMany(a => a.Ids).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(49, wanted.Count);
        Assert.Empty(wanted.Where(id => !checkedIds.Contains(id)));
    }
}
