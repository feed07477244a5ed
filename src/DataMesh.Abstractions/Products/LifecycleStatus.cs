namespace DataMesh;

/// <summary>Where a product or contract stands in its life (the ODCS and ODPS status vocabulary).</summary>
public enum LifecycleStatus
{
    /// <summary>Suggested, not yet built.</summary>
    Proposed,

    /// <summary>Being built; may change without notice.</summary>
    Draft,

    /// <summary>In use and supported.</summary>
    Active,

    /// <summary>Still served; a successor exists or an end is announced (<see cref="IMeshLifecycle.DeprecateAsync"/>).</summary>
    Deprecated,

    /// <summary>No longer served, for good (<see cref="IMeshLifecycle.RetireAsync"/>).</summary>
    Retired,
}
