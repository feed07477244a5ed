using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>What a manifest list says about the values of one partition field in a manifest; bounds are in binary form.</summary>
internal sealed record PartitionSummary(bool ContainsNull, bool? ContainsNan, byte[]? Lower, byte[]? Upper);

/// <summary>One manifest as a manifest list tracks it.</summary>
internal sealed record ManifestFile
{
    public required ObjectPath Path { get; init; }

    public required long Length { get; init; }

    public int SpecId { get; init; }

    public bool HoldsDeletes { get; init; }

    public long SequenceNumber { get; init; }

    public long MinSequenceNumber { get; init; }

    public long AddedSnapshotId { get; init; }

    /// <summary>Negative when the writer did not say, as those of format version 1 need not.</summary>
    public long AddedFiles { get; init; }

    /// <summary>Negative when the writer did not say.</summary>
    public long ExistingFiles { get; init; }

    public long DeletedFiles { get; init; }

    public long AddedRows { get; init; }

    public long ExistingRows { get; init; }

    public long DeletedRows { get; init; }

    /// <summary>One per partition field; null when the writer gave none.</summary>
    public IReadOnlyList<PartitionSummary>? Partitions { get; init; }

    public byte[]? KeyMetadata { get; init; }

    public bool HasLiveFiles => AddedFiles != 0 || ExistingFiles != 0;

    /// <summary>True when the writer counted what the manifest holds.</summary>
    public bool HasCounts => AddedFiles >= 0 && ExistingFiles >= 0;
}
