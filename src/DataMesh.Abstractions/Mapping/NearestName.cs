namespace DataMesh.Mapping;

/// <summary>Finds the name that somebody who mistyped another one probably meant.</summary>
internal static class NearestName
{
    private const int ShortestPrefix = 3;

    public static string? Find(string wanted, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: Distance(wanted, name)))
        .Where(n => n.Distance <= Math.Max(1, wanted.Length / 3) || IsPrefix(wanted, n.Name))
        .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
        .Select(n => n.Name).FirstOrDefault();

    private static bool IsPrefix(string a, string b) => Math.Min(a.Length, b.Length) >= ShortestPrefix
        && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase));

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)], current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
