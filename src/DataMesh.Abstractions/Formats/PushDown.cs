namespace DataMesh.Adapters.Authoring;

/// <summary>How well an adapter evaluates a filter. Anything but <see cref="Exact"/> is applied again by the Sdk.</summary>
public enum PushDown
{
    /// <summary>Not at all.</summary>
    Unsupported,

    /// <summary>It may let rows through that do not match, and never drops one that does.</summary>
    Inexact,

    /// <summary>Exactly the rows for which the filter is true.</summary>
    Exact,
}
