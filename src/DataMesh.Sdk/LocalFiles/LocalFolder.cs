using System.Collections.Concurrent;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The root folder: maps object paths to files, refuses links, creates folders and makes their names durable.</summary>
internal sealed class LocalFolder
{
    /// <summary>The reserved child of the root where uploads grow. It is on the root's file system, so that they can be linked.</summary>
    public const string TemporaryName = ".tmp";

    private const int MaximumRemembered = 65_536;

    private readonly ConcurrentDictionary<string, bool> _durable = new(StringComparer.Ordinal);

    public LocalFolder(string rootFolder) => Root = ResolveLinks(Path.GetFullPath(rootFolder));

    /// <summary>The absolute folder, without links and without a trailing separator.</summary>
    public string Root { get; }

    /// <summary>True for the folder of unfinished uploads and everything in it.</summary>
    public static bool IsReserved(ObjectPath path) => path.ToString() is var text && text.StartsWith(TemporaryName, StringComparison.Ordinal)
        && (text.Length == TemporaryName.Length || text[TemporaryName.Length] == '/');

    /// <summary>The file of an object. Checks names that only Windows cannot store.</summary>
    public string Map(ObjectPath path)
    {
        if (path.IsRoot)
            return Root;
        string relative = path.ToString();
        if (!OperatingSystem.IsWindows())
            return Root == "/" ? "/" + relative : $"{Root}/{relative}";
        foreach (string segment in relative.Split('/'))
            if (segment.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || segment[^1] is '.' or ' ')
                throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot use '{path}' in the local folder: Windows has no such file name as '{segment}'. Use another name.");
        return Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Throws when a segment of the path, the last one included, is a symbolic link.</summary>
    public void RefuseLinks(ObjectPath path, string operation)
    {
        string file = Map(path);
        for (int end = Root.Length; end < file.Length;)
        {
            int next = file.IndexOf(Path.DirectorySeparatorChar, end + 1);
            end = next < 0 ? file.Length : next;
            if (NativeFiles.IsLink(file[..end]))
                throw LocalFilesErrors.Create(FileFault.IsLink, operation, path);
        }
    }

    /// <summary>Creates a folder and the missing ones above it, each durably.</summary>
    public static FileFault Create(string folder)
    {
        FileFault fault = NativeFiles.CreateFolder(folder);
        if (fault == FileFault.Exists)
            return FileFault.None;
        if (fault == FileFault.Missing && Path.GetDirectoryName(folder) is { } parent)
        {
            fault = Create(parent);
            if (fault == FileFault.None)
                fault = NativeFiles.CreateFolder(folder);
            if (fault == FileFault.Exists)
                return FileFault.None;
        }
        return fault == FileFault.None && Path.GetDirectoryName(folder) is { } above ? NativeFiles.SyncFolder(above) : fault;
    }

    /// <summary>Makes the names in a folder durable, and once per process the folder's own name and those above it up to the root.</summary>
    /// <remarks>Another process may have made a folder and not yet synced its name: who puts a file in it answers for the whole way.</remarks>
    public FileFault Sync(string folder)
    {
        FileFault fault = NativeFiles.SyncFolder(folder);
        if (fault != FileFault.None || folder.Length <= Root.Length || _durable.ContainsKey(folder))
            return fault;
        fault = Sync(Path.GetDirectoryName(folder)!);
        if (_durable.Count >= MaximumRemembered)
            _durable.Clear();
        if (fault == FileFault.None)
            _durable[folder] = true;
        return fault;
    }

    /// <summary>Forgets that a folder was durable: it turned out to be missing.</summary>
    public void Forget(string folder)
    {
        for (string? at = folder; at is not null && at.Length > Root.Length; at = Path.GetDirectoryName(at))
            _durable.TryRemove(at, out _);
    }

    private static string ResolveLinks(string path)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        if (Path.GetDirectoryName(trimmed) is not { } parent)
            return trimmed;
        string here = Path.Combine(ResolveLinks(parent), Path.GetFileName(trimmed));
        return NativeFiles.IsLink(here) && Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? ResolveLinks(target.FullName) : here;
    }
}
