namespace DataMesh;

/// <summary>What a promise about the service of a port is about.</summary>
public enum ServiceLevel
{
    /// <summary>The last publish is not too long ago.</summary>
    FreshWithin,

    /// <summary>The rows cover what happened up to not too long ago, by the <see cref="EventTimeAttribute"/> column.</summary>
    CoversUpTo,

    /// <summary>A publish comes soon after the latest fact that it brings, by the <see cref="EventTimeAttribute"/> column.</summary>
    LatencyWithin,

    /// <summary>So large a share of the rows that were to be published were, the rest being in quarantine.</summary>
    Complete,

    /// <summary>Rows can be read for so long after their fact happened.</summary>
    RetainedFor,

    /// <summary>So large a share of the publishes came about.</summary>
    Available,
}
