namespace DataMesh;

/// <summary>Root strings: where a mesh lies.</summary>
internal static class RootFolder
{
    /// <exception cref="ArgumentException">The root is not a folder.</exception>
    public static string Parse(string root)
    {
        int scheme = root.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return root;
        if (Uri.TryCreate(root, UriKind.Absolute, out Uri? uri) && uri.IsFile)
            return uri.LocalPath;
        throw new ArgumentException($"The root '{root[..scheme]}://…' names a store that no referenced package provides. Use a folder, or call the Use method of a package that provides the store, inside AddDataMesh(mesh => …).", nameof(root));
    }
}
