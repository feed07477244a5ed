namespace DataMesh;

/// <summary>What an erasure did. It holds no values, and is recorded so.</summary>
public sealed record EraseResult
{
    /// <summary>The erasure, a UUIDv7; names its record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Rows that the port had and no longer has.</summary>
    public required long RowsErased { get; init; }

    /// <summary>Rows that waited in quarantine.</summary>
    public required long QuarantinedRowsErased { get; init; }

    /// <summary>Snapshots that can no longer be read, of the port and of its quarantine.</summary>
    public required int SnapshotsExpired { get; init; }

    /// <summary>Files that were deleted because only those snapshots read them.</summary>
    public required int FilesDeleted { get; init; }

    /// <summary>Files that could not be deleted; erase again.</summary>
    public required int Failures { get; init; }

    /// <summary>Files that no snapshot reads, of publishes that are under way or failed less than a day ago: they may hold such rows. Erase again when the publishes have ended and a day has passed.</summary>
    public required int UnfinishedFiles { get; init; }

    /// <summary>Who may have copies of the rows, by an agreement or as a product that declares the port as an input, and by when they are to be erased there.</summary>
    public required IReadOnlyList<ErasureObligation> Obligations { get; init; }

    /// <summary>True when no file of the port can hold an erased row any more.</summary>
    public bool IsComplete => Failures == 0 && UnfinishedFiles == 0;
}
