using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The part of a data file that a read asks for.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="RowGroups">Its row groups, as the file has them.</param>
/// <param name="FirstRow">The position of its first row in the file.</param>
/// <param name="RowCount">How many rows it must have.</param>
internal sealed record FilePart(string Name, Range RowGroups, long FirstRow, long RowCount)
{
    /// <exception cref="ArgumentOutOfRangeException">The row groups go beyond those that the table knows of.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file has another number of rows than the table says.</exception>
    public static FilePart Of(ScanTask task, Range asked, FileSummary summary)
    {
        if (asked.Equals(Range.All))
            return new("it", Range.All, 0, task.File.RowCount);
        (int first, int count) = asked.GetOffsetAndLength(task.File.SplitOffsets.Count);
        if (summary.RowCount != task.File.RowCount)
            throw IcebergErrors.Corrupt(task.File.Path, $"it holds {summary.RowCount} rows, and the table says {task.File.RowCount}");
        // Other writers may note fewer offsets than there are row groups: then the first part is the file, and the others are empty.
        if (summary.RowGroups.Count != task.File.SplitOffsets.Count)
            (first, count) = (0, first == 0 && count > 0 ? summary.RowGroups.Count : 0);
        return new($"row groups {first} to {first + count - 1} of it", first..(first + count), Rows(summary, 0, first), Rows(summary, first, count));
    }

    private static long Rows(FileSummary summary, int first, int count) => summary.RowGroups.Skip(first).Take(count).Sum(group => group.RowCount);
}
