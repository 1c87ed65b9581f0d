namespace Holdfast.Tests.Numerics;

/// <summary>A test that takes long and runs with ./test --long only; otherwise it is skipped and says so.</summary>
sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") == "yes" ? null : "Runs with ./test --long.";
}
