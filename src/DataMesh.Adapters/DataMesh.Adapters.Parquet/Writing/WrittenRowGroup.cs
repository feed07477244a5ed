using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A row group that has been written.</summary>
internal sealed record WrittenRowGroup
{
    internal required long Rows { get; init; }

    internal required IReadOnlyList<WrittenChunk> Chunks { get; init; }

    /// <summary>Statistics of the columns that have some, with stored bytes.</summary>
    internal required IReadOnlyList<ColumnStatistics> Statistics { get; init; }
}

/// <summary>A column chunk that has been written.</summary>
internal sealed record WrittenChunk
{
    internal required long Offset { get; init; }

    /// <summary>Values, nulls included; below lists and maps the levels.</summary>
    internal required long ValueCount { get; init; }

    internal required long StoredBytes { get; init; }

    internal required long PlainBytes { get; init; }

    internal required int DictionaryBytes { get; init; }

    internal required int Codec { get; init; }

    internal required IReadOnlyCollection<int> Encodings { get; init; }
}
