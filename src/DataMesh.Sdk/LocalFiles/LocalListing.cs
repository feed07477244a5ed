using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Lists the files of a root folder in the ordinal order of their whole paths.</summary>
internal sealed class LocalListing(LocalFolder folder)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public async IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ObjectPath startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        folder.RefuseLinks(prefix, "list");
        if (LocalFolder.IsReserved(prefix))
            yield break;
        Stack<Queue<Entry>> open = new([Read(prefix)]);
        while (open.TryPeek(out Queue<Entry>? current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!current.TryDequeue(out Entry? entry))
                open.Pop();
            else if (entry.IsFolder && MayHoldAfter(entry.Key, startAfter))
                open.Push(Read(entry.Path));
            else if (!entry.IsFolder && string.CompareOrdinal(entry.Key, startAfter.ToString()) > 0)
                yield return new ObjectInfo { Path = entry.Path, Length = entry.Length, LastModified = entry.LastModified };
        }
    }

    public async IAsyncEnumerable<string> ListChildrenAsync(ObjectPath prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        folder.RefuseLinks(prefix, "list");
        if (LocalFolder.IsReserved(prefix))
            yield break;
        List<Entry> entries = ReadFolder(prefix);
        entries.Sort((a, b) => string.CompareOrdinal(a.Path.Name, b.Path.Name));
        foreach (Entry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!entry.IsFolder || HoldsObject(entry.Path))
                yield return entry.Path.Name;
        }
    }

    // All paths in the folder 'a/' come after 'x' unless 'a/' sorts before 'x' and 'x' is not itself in 'a/'.
    private static bool MayHoldAfter(string folderKey, ObjectPath startAfter) =>
        string.CompareOrdinal(folderKey, startAfter.ToString()) > 0 || startAfter.ToString().StartsWith(folderKey, StringComparison.Ordinal);

    private bool HoldsObject(ObjectPath path)
    {
        List<Entry> entries = ReadFolder(path);
        return entries.Exists(e => !e.IsFolder) || entries.Exists(e => HoldsObject(e.Path));
    }

    private Queue<Entry> Read(ObjectPath path)
    {
        List<Entry> entries = ReadFolder(path);
        entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new Queue<Entry>(entries);
    }

    private List<Entry> ReadFolder(ObjectPath path)
    {
        List<Entry> entries = [];
        try
        {
            FileSystemEnumerable<Entry?> found = new(folder.Map(path), (ref FileSystemEntry entry) => ToEntry(path, ref entry), Everything);
            foreach (Entry? entry in found)
                if (entry is not null)
                    entries.Add(entry);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            FileFault fault = FileFaults.FromException(exception);
            if (fault is not (FileFault.Missing or FileFault.NotFolder))
                throw LocalFilesErrors.Create(fault, "list", path, exception);
        }
        return entries;
    }

    // Links, names that are no path segments, and files that vanish meanwhile (all attribute bits set) are no objects.
    private static Entry? ToEntry(ObjectPath parent, ref FileSystemEntry entry)
    {
        string name = entry.FileName.ToString();
        if ((parent.IsRoot && name == LocalFolder.TemporaryName) || (entry.Attributes & FileAttributes.ReparsePoint) != 0
            || !ObjectPath.TryParse(parent.IsRoot ? name : $"{parent}/{name}", out ObjectPath path))
            return null;
        return entry.IsDirectory
            ? new Entry(path, path + "/", true, 0, null)
            : new Entry(path, path.ToString(), false, entry.Length, entry.LastWriteTimeUtc);
    }

    private sealed record Entry(ObjectPath Path, string Key, bool IsFolder, long Length, DateTimeOffset? LastModified);
}
