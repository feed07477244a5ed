using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

internal enum EntryStatus { Existing = 0, Added = 1, Deleted = 2 }

internal enum FileContent { Data = 0, PositionDeletes = 1, EqualityDeletes = 2 }

/// <summary>One file as a manifest tracks it. Numbers that are null are inherited from the manifest's entry in the manifest list.</summary>
internal sealed record ManifestEntry
{
    public required EntryStatus Status { get; init; }

    public long? SnapshotId { get; init; }

    public long? SequenceNumber { get; init; }

    public long? FileSequenceNumber { get; init; }

    public FileContent Content { get; init; }

    public required DataFile File { get; init; }

    /// <summary>What only delete files have; null for data files.</summary>
    public DeleteDetails? Deletes { get; init; }

    public byte[]? KeyMetadata { get; init; }

    public bool IsLive => Status != EntryStatus.Deleted;

    /// <summary>The entry with what it inherits written out, for another manifest.</summary>
    public ManifestEntry Resolve(ManifestFile manifest, EntryStatus status) => this with
    {
        Status = status,
        SnapshotId = SnapshotId ?? manifest.AddedSnapshotId,
        SequenceNumber = SequenceNumber ?? manifest.SequenceNumber,
        FileSequenceNumber = FileSequenceNumber ?? manifest.SequenceNumber,
    };
}
