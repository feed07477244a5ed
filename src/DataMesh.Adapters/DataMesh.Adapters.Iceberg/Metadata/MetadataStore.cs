using System.Globalization;
using System.Text;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds and reads a table's numbered metadata files. The hint only says where to start looking.</summary>
internal sealed class MetadataStore(IcebergOptions options, FileCache cache, ILogger logger)
{
    private const int MaxProbes = 64;
    private const int MaxHintBytes = 64;

    public static ObjectPath PathOf(TableFolder folder, int version) => folder.Metadata / string.Create(CultureInfo.InvariantCulture, $"v{version}.metadata.json");

    /// <summary>Loads the newest version; null when there is no table.</summary>
    /// <param name="folder">The table.</param>
    /// <param name="known">A version that is already loaded; it is returned when there is no newer one.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public async Task<LoadedMetadata?> LoadNewestAsync(TableFolder folder, LoadedMetadata? known, CancellationToken cancellationToken)
    {
        int start = Math.Max(await ReadHintAsync(folder, cancellationToken).ConfigureAwait(false), known?.Version ?? 0);
        ObjectInfo? info = start == 0 || start == known?.Version ? null : await folder.Store.FindAsync(PathOf(folder, start), cancellationToken).ConfigureAwait(false);
        if (info is null && start != (known?.Version ?? -1))
            start = await ListNewestAsync(folder, cancellationToken).ConfigureAwait(false);
        if (start == 0)
            return null;
        for (int probe = 0; await folder.Store.FindAsync(PathOf(folder, start + 1), cancellationToken).ConfigureAwait(false) is { } next; probe++)
        {
            (start, info) = (start + 1, next);
            if (probe < MaxProbes)
                continue;
            start = Math.Max(start, await ListNewestAsync(folder, cancellationToken).ConfigureAwait(false));
            (info, probe) = (null, 0);
        }
        return start == known?.Version ? known : await ReadAsync(folder, start, info, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one version; null when it does not exist.</summary>
    public async Task<LoadedMetadata?> TryReadAsync(TableFolder folder, int version, CancellationToken cancellationToken) =>
        await folder.Store.FindAsync(PathOf(folder, version), cancellationToken).ConfigureAwait(false) is { } info
            ? await ReadAsync(folder, version, info, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Records the newest version for readers that start from nothing. Best effort: the commit stands without it.</summary>
    public async Task WriteHintAsync(TableFolder folder, int version)
    {
        try
        {
            await folder.Store.WriteAllAsync(HintPath(folder), Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)), default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DataMeshException or IOException or UnauthorizedAccessException)
        {
            logger.HintNotWritten(exception, folder.Location, version);
        }
    }

    public static LoadedMetadata Parse(TableFolder folder, int version, ReadOnlySpan<byte> content)
    {
        ObjectPath path = PathOf(folder, version);
        byte[] copy = content.ToArray();
        TableMetadata metadata = IcebergErrors.Guard(path, () => TableMetadata.Parse(copy));
        if (folder.Resolve(metadata.Location, path) != folder.Location.Path)
            throw IcebergErrors.Corrupt(path, $"it describes a table at '{metadata.Location}', not the one at '{folder.Root}'");
        return new LoadedMetadata(version, path, metadata);
    }

    private static ObjectPath HintPath(TableFolder folder) => folder.Metadata / "version-hint.text";

    private static async Task<int> ReadHintAsync(TableFolder folder, CancellationToken cancellationToken)
    {
        byte[] content = new byte[MaxHintBytes];
        try
        {
            int read = await folder.Store.ReadAsync(HintPath(folder), 0, content, cancellationToken).ConfigureAwait(false);
            return int.TryParse(Encoding.ASCII.GetString(content, 0, read).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;
        }
        catch (DataMeshException exception) when (exception.Kind == DataMeshErrorKind.NotFound)
        {
            return 0;
        }
    }

    private static async Task<int> ListNewestAsync(TableFolder folder, CancellationToken cancellationToken)
    {
        int newest = 0;
        string? foreign = null;
        await foreach (string name in folder.Store.ListChildrenAsync(folder.Metadata, cancellationToken).ConfigureAwait(false))
        {
            if (VersionOf(name) is int version)
                newest = Math.Max(newest, version);
            else if (name.EndsWith(".metadata.json", StringComparison.Ordinal) || name.EndsWith(".metadata.json.gz", StringComparison.Ordinal))
                foreign = name;
        }
        return newest > 0 || foreign is null ? newest : throw IcebergErrors.Newer(folder.Metadata / foreign, foreign.Contains(".gz", StringComparison.Ordinal)
            ? "it is compressed with gzip, which is not supported" : "the table is kept by a catalog, which alone knows its current version; only tables with numbered v<N>.metadata.json files are supported");
    }

    private static int? VersionOf(string name) => name.StartsWith('v') && name.EndsWith(".metadata.json", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(1, name.Length - 1 - ".metadata.json".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : null;

    private async Task<LoadedMetadata> ReadAsync(TableFolder folder, int version, ObjectInfo? info, CancellationToken cancellationToken)
    {
        ObjectPath path = PathOf(folder, version);
        info ??= await folder.Store.FindAsync(path, cancellationToken).ConfigureAwait(false) ?? throw IcebergErrors.Corrupt(path, "it has disappeared");
        string stamp = info.ETag ?? string.Create(CultureInfo.InvariantCulture, $"{info.Length}@{info.LastModified?.UtcTicks}");
        if (cache.TryGet(folder.Store, path, stamp, out LoadedMetadata? cached))
            return cached;
        byte[] content = await folder.ReadAllAsync(path, info.Length, options.MaxMetadataBytes, cancellationToken).ConfigureAwait(false);
        LoadedMetadata loaded = Parse(folder, version, content);
        cache.Add(folder.Store, path, stamp, loaded, 3L * content.Length);
        return loaded;
    }
}
