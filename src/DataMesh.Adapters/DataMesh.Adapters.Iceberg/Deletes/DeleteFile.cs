using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A live delete file, or one deletion vector of a file.</summary>
internal sealed record DeleteFile(DataFile File, FileContent Content, long SequenceNumber, DeleteDetails Details)
{
    private const string Puffin = "puffin";

    public bool IsVector => Content == FileContent.PositionDeletes && File.Format == Puffin;
}

/// <summary>The deletes that apply to one data file.</summary>
internal sealed record TaskDeletes(DeleteFile? Vector, IReadOnlyList<DeleteFile> Positions, IReadOnlyList<DeleteFile> Equality)
{
    public bool NeedsPositions => Vector is not null || Positions.Count > 0;
}
