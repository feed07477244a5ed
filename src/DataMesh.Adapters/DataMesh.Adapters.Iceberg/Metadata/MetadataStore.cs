using System.Globalization;
using System.IO.Compression;
using System.Text;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds and reads a table's numbered metadata files. The hint only says where to start looking.</summary>
internal sealed class MetadataStore(IcebergOptions options, FileCache cache, ILogger logger)
{
    /// <summary>The table property that says how other writers compress metadata files.</summary>
    public const string CompressionProperty = "write.metadata.compression-codec";

    private const string Suffix = ".metadata.json";
    private const string CompressedSuffix = ".gz.metadata.json";
    private const string OldCompressedSuffix = ".metadata.json.gz";
    private const int MaxProbes = 64;
    private const int MaxHintBytes = 64;

    public static ObjectPath PathOf(TableFolder folder, int version) => PathOf(folder, version, Suffix);

    /// <summary>True for the names that other writers give to compressed metadata files.</summary>
    public static bool IsCompressed(ObjectPath path) => SuffixOf(path.Name) != Suffix;

    /// <summary>Loads the newest version; null when there is no table.</summary>
    /// <param name="folder">The table.</param>
    /// <param name="known">A version that is already loaded; it is returned when there is no newer one.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    public async Task<LoadedMetadata?> LoadNewestAsync(TableFolder folder, LoadedMetadata? known, CancellationToken cancellationToken)
    {
        int start = Math.Max(await ReadHintAsync(folder, cancellationToken).ConfigureAwait(false), known?.Version ?? 0);
        string suffix = known is null ? Suffix : SuffixOf(known.Path.Name);
        ObjectInfo? info = start == 0 || start == known?.Version ? null : await folder.Store.FindAsync(PathOf(folder, start, suffix), cancellationToken).ConfigureAwait(false);
        if (info is null && start != (known?.Version ?? -1))
            (start, suffix) = await ListNewestAsync(folder, cancellationToken).ConfigureAwait(false);
        if (start == 0)
            return null;
        for (int probe = 0; await FindAsync(folder, start + 1, suffix, cancellationToken).ConfigureAwait(false) is { Info: { } next } found; probe++)
        {
            (start, suffix, info) = (start + 1, found.Suffix, next);
            if (probe < MaxProbes)
                continue;
            (start, suffix) = await ListNewestAsync(folder, cancellationToken).ConfigureAwait(false) is var listed && listed.Version > start ? listed : (start, suffix);
            (info, probe) = (null, 0);
        }
        return start == known?.Version ? known : await ReadAsync(folder, start, PathOf(folder, start, suffix), info, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the newest version of a table of which a version is loaded: that one, when there is no newer.</summary>
    public async Task<LoadedMetadata> LoadNewerAsync(TableFolder folder, LoadedMetadata known, CancellationToken cancellationToken) =>
        await LoadNewestAsync(folder, known, cancellationToken).ConfigureAwait(false) ?? throw IcebergErrors.Corrupt(folder.Metadata, "the table's metadata files have disappeared");

    /// <summary>Reads one version; null when it does not exist.</summary>
    public async Task<LoadedMetadata?> TryReadAsync(TableFolder folder, int version, CancellationToken cancellationToken) =>
        await folder.Store.FindAsync(PathOf(folder, version), cancellationToken).ConfigureAwait(false) is { } info
            ? await ReadAsync(folder, version, PathOf(folder, version), info, cancellationToken).ConfigureAwait(false) : null;

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

    public static LoadedMetadata Parse(TableFolder folder, int version, ReadOnlySpan<byte> content) => Parse(folder, version, PathOf(folder, version), content.ToArray());

    private static LoadedMetadata Parse(TableFolder folder, int version, ObjectPath path, byte[] copy)
    {
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

    private static ObjectPath PathOf(TableFolder folder, int version, string suffix) => folder.Metadata / string.Create(CultureInfo.InvariantCulture, $"v{version}{suffix}");

    // A table whose files are compressed may get one that is not; the other way round the hint or the listing finds it.
    private static async Task<(ObjectInfo? Info, string Suffix)> FindAsync(TableFolder folder, int version, string suffix, CancellationToken cancellationToken)
    {
        foreach (string candidate in suffix == Suffix ? [Suffix] : (string[])[CompressedSuffix, Suffix])
            if (await folder.Store.FindAsync(PathOf(folder, version, candidate), cancellationToken).ConfigureAwait(false) is { } info)
                return (info, candidate);
        return (null, suffix);
    }

    private static async Task<(int Version, string Suffix)> ListNewestAsync(TableFolder folder, CancellationToken cancellationToken)
    {
        (int Version, string Suffix) newest = (0, Suffix);
        string? foreign = null;
        await foreach (string name in folder.Store.ListChildrenAsync(folder.Metadata, cancellationToken).ConfigureAwait(false))
        {
            if (VersionOf(name) is int version)
                newest = version > newest.Version ? (version, SuffixOf(name)) : newest;
            else if (name.EndsWith(Suffix, StringComparison.Ordinal) || name.EndsWith(OldCompressedSuffix, StringComparison.Ordinal))
                foreign = name;
        }
        return newest.Version > 0 || foreign is null ? newest
            : throw IcebergErrors.Newer(folder.Metadata / foreign, "the table is kept by a catalog, which alone knows its current version; only tables with numbered v<N>.metadata.json files are supported");
    }

    private static int? VersionOf(string name) => name.StartsWith('v') && (name.EndsWith(Suffix, StringComparison.Ordinal) || name.EndsWith(OldCompressedSuffix, StringComparison.Ordinal))
        && int.TryParse(name.AsSpan(1, name.Length - 1 - SuffixOf(name).Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : null;

    private static string SuffixOf(string name) => name.EndsWith(CompressedSuffix, StringComparison.Ordinal) ? CompressedSuffix
        : name.EndsWith(OldCompressedSuffix, StringComparison.Ordinal) ? OldCompressedSuffix : Suffix;

    private async Task<LoadedMetadata> ReadAsync(TableFolder folder, int version, ObjectPath path, ObjectInfo? info, CancellationToken cancellationToken)
    {
        info ??= await folder.Store.FindAsync(path, cancellationToken).ConfigureAwait(false) ?? throw IcebergErrors.Corrupt(path, "it has disappeared");
        string stamp = info.ETag ?? string.Create(CultureInfo.InvariantCulture, $"{info.Length}@{info.LastModified?.UtcTicks}");
        if (cache.TryGet(folder.Store, path, stamp, out LoadedMetadata? cached))
            return cached;
        byte[] content = await folder.ReadAllAsync(path, info.Length, options.MaxMetadataBytes, cancellationToken).ConfigureAwait(false);
        content = IcebergErrors.Guard(path, () => Decompress(content));
        LoadedMetadata loaded = Parse(folder, version, path, content);
        cache.Add(folder.Store, path, stamp, loaded, 3L * content.Length);
        return loaded;
    }

    private byte[] Decompress(byte[] content)
    {
        if (!content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return content;
        using GZipStream source = new(new MemoryStream(content), CompressionMode.Decompress);
        using MemoryStream target = new();
        byte[] buffer = new byte[64 << 10];
        for (int read = source.Read(buffer); read > 0; read = source.Read(buffer))
        {
            if (target.Length + read > options.MaxMetadataBytes)
                throw new InvalidDataException("it decompresses to more than IcebergOptions.MaxMetadataBytes allows");
            target.Write(buffer, 0, read);
        }
        return target.ToArray();
    }
}
