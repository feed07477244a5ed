using Apache.Arrow;

namespace DataMesh;

/// <summary>Says which stored rows are meant.</summary>
internal interface IRowMatch
{
    /// <summary>A condition that every row that is meant fulfils.</summary>
    Filter Bounds { get; }

    /// <summary>The columns that it looks at.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The ordinals of the rows that are not meant.</summary>
    List<int> Others(RecordBatch batch);
}
