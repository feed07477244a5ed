using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>What one thread reads at a time: some files, or a range of rows of one.</summary>
internal sealed record FilePart(IReadOnlyList<DirectFile> Files, (long Start, long End)? Rows = null)
{
    private const int PartsForEachThread = 4;
    private const long LeastRows = 262_144;

    /// <summary>Divides files so that some threads are busy to the end and none with crumbs.</summary>
    internal static IReadOnlyList<FilePart> Divide(IReadOnlyList<DirectFile> files, int threads, bool canSplit)
    {
        if (threads == 1)
            return [new FilePart(files)];
        long target = Math.Max(LeastRows, files.Sum(f => f.RowCount) / (threads * PartsForEachThread));
        List<FilePart> parts = [];
        List<DirectFile> group = [];
        foreach (DirectFile file in files)
        {
            if (canSplit && file.RowCount >= 2 * target)
            {
                parts.AddRange(Split(file, target));
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

    private static IEnumerable<FilePart> Split(DirectFile file, long target)
    {
        long count = file.RowCount / target;
        for (long i = 0; i < count; i++)
            yield return new FilePart([file], (i * target, i == count - 1 ? long.MaxValue : (i + 1) * target));
    }
}
