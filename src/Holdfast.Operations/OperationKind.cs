namespace Holdfast.Operations;

/// <summary>What an operation does to the world.</summary>
public enum OperationKind
{
    /// <summary>Reads figures that tell of nobody in particular.</summary>
    Reads,

    /// <summary>Reads what is told of single persons.</summary>
    LooksAtPerson,

    /// <summary>Changes the workspace, its facts, or what was derived from them.</summary>
    Changes,
}
