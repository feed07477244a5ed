using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>What one thread reads at a time: some files, or whole row groups of one, given by the range of their rows.</summary>
internal sealed record FilePart(IReadOnlyList<DirectFile> Files, (long Start, long End)? Rows = null)
{
    private const int PartsForEachThread = 4;
    private const long LeastRows = 262_144;

    /// <summary>Divides files so that some threads are busy to the end and none with crumbs.</summary>
    /// <param name="files">The files.</param>
    /// <param name="threads">How many threads will read.</param>
    /// <param name="rowGroupsOf">The rows of each row group of a file; none: the file is read in one part. Asked for large files only.</param>
    internal static IReadOnlyList<FilePart> Divide(IReadOnlyList<DirectFile> files, int threads, Func<DirectFile, IReadOnlyList<long>> rowGroupsOf) =>
        threads == 1 ? [new FilePart(files)] : Divide(files, Math.Max(LeastRows, files.Sum(f => f.RowCount) / (threads * PartsForEachThread)), rowGroupsOf);

    /// <summary>Puts whole files together until they have a number of rows.</summary>
    internal static IReadOnlyList<FilePart> Collect(IReadOnlyList<DirectFile> files, long rows) => Divide(files, rows, _ => []);

    private static List<FilePart> Divide(IReadOnlyList<DirectFile> files, long target, Func<DirectFile, IReadOnlyList<long>> rowGroupsOf)
    {
        List<FilePart> parts = [];
        List<DirectFile> group = [];
        foreach (DirectFile file in files)
        {
            if (file.RowCount >= 2 * target && rowGroupsOf(file) is { Count: > 1 } rowGroups)
            {
                parts.AddRange(Split(file, rowGroups, target));
                continue;
            }
            group.Add(file);
            if (group.Sum(f => f.RowCount) < target)
                continue;
            parts.Add(new FilePart([.. group]));
            group.Clear();
        }
        if (group.Count > 0)
            parts.Add(new FilePart(group));
        return parts;
    }

    // Never inside a row group: both sides would decode it.
    private static IEnumerable<FilePart> Split(DirectFile file, IReadOnlyList<long> rowGroups, long target)
    {
        long start = 0, end = 0;
        foreach ((int i, long rows) in rowGroups.Index())
        {
            end += rows;
            bool isLast = i == rowGroups.Count - 1;
            if (!isLast && end - start < target)
                continue;
            yield return new FilePart([file], (start, isLast ? long.MaxValue : end));
            start = end;
        }
    }
}
