namespace DataMesh;

/// <summary>Says what a port promises about its service. Each promise becomes part of the contract; consumers see whether it is kept by <see cref="IInputPort.CheckPromiseAsync"/>.</summary>
public abstract class ServiceLevels
{
    /// <summary>The last publish is at most so long ago. About publishing: rows may tell of earlier facts, see <see cref="CoversUpTo"/>.</summary>
    public abstract ServiceLevels FreshWithin(TimeSpan age);

    /// <summary>The rows cover what happened up to so long ago; the record has an <see cref="EventTimeAttribute"/> column.</summary>
    public abstract ServiceLevels CoversUpTo(TimeSpan ago);

    /// <summary>A publish comes at most so long after the latest fact that it brings; the record has an <see cref="EventTimeAttribute"/> column.</summary>
    public abstract ServiceLevels LatencyWithin(TimeSpan delay);

    /// <summary>At least such a share of the rows, from 0 to 1, is accepted; the others go to quarantine.</summary>
    public abstract ServiceLevels Complete(decimal atLeastShare);

    /// <summary>Rows can be read for at least so long after their fact happened.</summary>
    public abstract ServiceLevels RetainedFor(TimeSpan period);

    /// <summary>At least such a share of the publishes, from 0 to 1, comes about, rather than being refused by the gate.</summary>
    public abstract ServiceLevels Available(decimal atLeastShare);
}
