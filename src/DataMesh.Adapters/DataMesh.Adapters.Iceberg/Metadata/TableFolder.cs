using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A table's folder: makes the absolute locations that metadata records, and turns them back into paths that cannot leave the folder.</summary>
internal sealed class TableFolder
{
    private readonly string _scheme;
    private readonly string _authority;
    private readonly string[] _segments;
    private readonly string _prefix;

    public TableFolder(TableLocation location)
    {
        Location = location;
        Uri root = location.Store.Root;
        _scheme = NormalScheme(root.Scheme);
        _authority = root.IsFile ? "" : root.Authority;
        string rootPath = Uri.UnescapeDataString(root.AbsolutePath).Trim('/');
        _segments = [.. rootPath.Split('/', StringSplitOptions.RemoveEmptyEntries), .. location.Path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries)];
        _prefix = root.IsFile || _authority.Length == 0 ? $"{root.Scheme}:///" : $"{root.Scheme}://{_authority}/";
    }

    public TableLocation Location { get; }

    public ObjectStore Store => Location.Store;

    public ObjectPath Metadata => Location.Path / "metadata";

    /// <summary>The location of the table as its metadata states it.</summary>
    public string Root => _prefix + string.Join('/', _segments);

    /// <summary>The location of a file below the folder, unescaped, as other Iceberg writers spell it.</summary>
    public string ToUri(ObjectPath path) => Location.Path.IsRoot ? $"{Root}/{path}" : Root + path.ToString()[Location.Path.ToString().Length..];

    /// <summary>The path behind a location that a metadata file states.</summary>
    /// <param name="location">The location.</param>
    /// <param name="statedIn">The file that states it, for the message.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the location lies outside the table's folder.</exception>
    public ObjectPath Resolve(string location, object statedIn)
    {
        if (TrySplit(location, out string scheme, out string authority, out string[] segments)
            && scheme == _scheme && authority == _authority && segments.Length >= _segments.Length
            && _segments.Index().All(s => segments[s.Index] == s.Item || Decode(segments[s.Index]) == s.Item))
        {
            string[] rest = segments[_segments.Length..];
            if (rest.All(IsHarmless) && ObjectPath.TryParse(string.Join('/', rest), out ObjectPath relative))
                return relative.IsRoot ? Location.Path : Location.Path / relative.ToString();
        }
        throw IcebergErrors.Corrupt(statedIn, $"it names the location '{location}', which lies outside the table's own folder '{Root}'; the table was moved or its metadata was tampered with");
    }

    /// <summary>Reads a whole metadata file of stated length.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: it is missing, or shorter than stated; or longer than the budget allows.</exception>
    public Task<byte[]> ReadAllAsync(ObjectPath path, long length, int maximumBytes, CancellationToken cancellationToken) => ReadRangeAsync(path, 0, length, maximumBytes, cancellationToken);

    /// <summary>Reads a part of a file.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is missing, or ends before; or the part is longer than the budget allows.</exception>
    public async Task<byte[]> ReadRangeAsync(ObjectPath path, long offset, long length, int maximumBytes, CancellationToken cancellationToken)
    {
        if (length < 0 || length > maximumBytes)
            throw IcebergErrors.Corrupt(path, $"it is stated to have {length} bytes, and at most {maximumBytes} are expected of such a file (IcebergOptions.MaxMetadataBytes)");
        byte[] content = new byte[length];
        int read;
        try
        {
            read = await Store.ReadAsync(path, offset, content, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException exception) when (exception.Kind == DataMeshErrorKind.NotFound)
        {
            throw IcebergErrors.Corrupt(path, "the table refers to it, but it does not exist", exception);
        }
        return read == length ? content : throw IcebergErrors.Corrupt(path, $"it ends after {read} of {length} bytes");
    }

    private static bool TrySplit(string location, out string scheme, out string authority, out string[] segments)
    {
        (scheme, authority, segments) = ("file", "", []);
        string path = location;
        if (!location.StartsWith('/'))
        {
            int colon = location.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                return false;
            scheme = NormalScheme(location[..colon]);
            path = location[(colon + 1)..];
            if (path.StartsWith("//", StringComparison.Ordinal))
            {
                int slash = path.IndexOf('/', 2);
                authority = slash < 0 ? path[2..] : path[2..slash];
                path = slash < 0 ? "" : path[slash..];
            }
            if (scheme == "file" && authority == "localhost")
                authority = "";
        }
        segments = path.Trim('/') is { Length: > 0 } trimmed ? trimmed.Split('/') : [];
        return true;
    }

    private static bool IsHarmless(string segment) =>
        Decode(segment) is not ("" or "." or "..") and var decoded && !decoded.Any(c => c is '/' or '\\' || char.IsControl(c));

    private static string Decode(string segment) => Uri.UnescapeDataString(segment);

    private static string NormalScheme(string scheme) => scheme.ToLowerInvariant() is "s3a" or "s3n" ? "s3" : scheme.ToLowerInvariant();
}
