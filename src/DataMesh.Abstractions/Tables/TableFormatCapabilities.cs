namespace DataMesh.Adapters.Authoring;

/// <summary>What a table format can do. Using what is not declared throws <see cref="NotSupportedException"/> before any I/O.</summary>
public sealed record TableFormatCapabilities
{
    /// <summary>Several processes may commit to one table; every commit is checked against the others.</summary>
    public bool ConcurrentCommits { get; init; }

    /// <summary>Earlier snapshots can be read.</summary>
    public bool TimeTravel { get; init; }

    /// <summary>Tables can be partitioned.</summary>
    public bool Partitioning { get; init; }

    /// <summary>Columns can be changed after a table was created.</summary>
    public bool SchemaEvolution { get; init; }

    /// <summary>Snapshots can expire, and files that nothing reads be deleted.</summary>
    public bool Maintenance { get; init; }

    /// <summary>Tags and branches can be set, and branches be committed to.</summary>
    public bool References { get; init; }

    /// <summary>A scan task can be read in parts (<see cref="FileReadRequest.RowGroups"/>), several at once.</summary>
    public bool RowGroupReads { get; init; }

    /// <summary>A process that starts later finds the tables again.</summary>
    public bool Durable { get; init; }
}
