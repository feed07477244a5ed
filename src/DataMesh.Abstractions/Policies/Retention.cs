namespace DataMesh;

/// <summary>How long rows may be read, counted from when their fact happened: a row filter on every path, also on old snapshots.</summary>
public sealed record Retention
{
    /// <summary>The column that says when the fact happened.</summary>
    public required string Column { get; init; }

    /// <summary>How long a row may be read after that; positive. A row without a time may not be read.</summary>
    public required TimeSpan Period { get; init; }
}
