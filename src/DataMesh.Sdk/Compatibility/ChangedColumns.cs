namespace DataMesh;

/// <summary>Which column a difference is about, and whom that hits.</summary>
internal static class ChangedColumns
{
    private const int MostNamed = 5;
    private const string Object = "/schema[name=", Property = "]/properties[name=";

    /// <summary>The column of a difference, of which one below it is one too; null when it is about more than one.</summary>
    public static string? Of(string path)
    {
        if (!path.StartsWith(Object, StringComparison.Ordinal))
            return null;
        int name = path.IndexOf(']', Object.Length), start = name + Property.Length;
        return name > 0 && string.CompareOrdinal(path, name, Property, 0, Property.Length) == 0 && path.IndexOf(']', start) is var end && end >= 0 ? path.Substring(start, end - start) : null;
    }

    /// <summary>True when who uses some columns is hit.</summary>
    /// <param name="used">The columns that are used; null: not known, so all may be.</param>
    /// <param name="changed">The columns that changed.</param>
    /// <param name="asWhole">True when something changed that is about no one column.</param>
    public static bool Hit(IReadOnlyList<string>? used, ISet<string> changed, bool asWhole) => asWhole || used is null || used.Any(changed.Contains);

    /// <summary>Who is hit, and by which columns.</summary>
    public static string Spell(IEnumerable<(string Name, IReadOnlyList<string>? Columns)> hit, ISet<string> changed)
    {
        (string Name, IReadOnlyList<string>? Columns)[] all = [.. hit];
        string named = string.Join(", ", all.Take(MostNamed).Select(c => $"'{c.Name}' ({(c.Columns is { } used ? changed.Count == 0 ? "reads it" : string.Join(", ", used.Where(changed.Contains)) : "which columns it uses is not known")})"));
        return all.Length > MostNamed ? FormattableString.Invariant($"{named} and {all.Length - MostNamed} more") : named;
    }
}
