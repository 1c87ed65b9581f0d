namespace Holdfast.Numerics.Clusters;

/// <summary>
/// What the groups' covariances share, in the letters of the mclust package: volume, shape, orientation; E equal, V varying, I round (shape)
/// or along the axes (orientation).
/// </summary>
public enum MixtureShape
{
    /// <summary>Round, equal volume.</summary>
    EII,

    /// <summary>Round, varying volume.</summary>
    VII,

    /// <summary>Along the axes, equal volume and shape.</summary>
    EEI,

    /// <summary>Along the axes, varying volume, equal shape.</summary>
    VEI,

    /// <summary>Along the axes, equal volume, varying shape.</summary>
    EVI,

    /// <summary>Along the axes, varying volume and shape.</summary>
    VVI,

    /// <summary>One covariance for all.</summary>
    EEE,

    /// <summary>Varying volume, equal shape and orientation.</summary>
    VEE,

    /// <summary>Equal volume, varying shape, equal orientation.</summary>
    EVE,

    /// <summary>Varying volume and shape, equal orientation.</summary>
    VVE,

    /// <summary>Equal volume and shape, varying orientation.</summary>
    EEV,

    /// <summary>Varying volume, equal shape, varying orientation.</summary>
    VEV,

    /// <summary>Equal volume, varying shape and orientation.</summary>
    EVV,

    /// <summary>Each group its own covariance.</summary>
    VVV,
}
