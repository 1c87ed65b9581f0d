using Holdfast.Native.XGBoost;

namespace Holdfast.Tests.Numerics;

/// <summary>A fact that needs the XGBoost library; where it is absent, the test is skipped and says so.</summary>
sealed class XGBoostFactAttribute : FactAttribute
{
    public const string Reason = "The XGBoost library is not installed (package libxgboost0).";

    public XGBoostFactAttribute() => Skip = XGBoostLibrary.IsPresent ? null : Reason;
}

/// <summary>A theory that needs the XGBoost library; where it is absent, the test is skipped and says so.</summary>
sealed class XGBoostTheoryAttribute : TheoryAttribute
{
    public XGBoostTheoryAttribute() => Skip = XGBoostLibrary.IsPresent ? null : XGBoostFactAttribute.Reason;
}
