namespace DataMesh;

/// <summary>What a change of a contract means for its version, from nothing to a new major version.</summary>
public enum ChangeImpact
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Words and the like changed: a new patch version.</summary>
    Patch,

    /// <summary>Nobody breaks: a new minor version.</summary>
    Minor,

    /// <summary>Somebody may break: a new major version.</summary>
    Major,
}
