namespace DataMesh.Adapters.Authoring;

/// <summary>Finds the names that somebody who mistyped another one probably meant, for messages: "did you mean …?".</summary>
public static class NearestName
{
    private const int ShortestPrefix = 3;

    /// <summary>The nearest candidate; null when none is near.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="candidates">The names that exist and that the caller may know.</param>
    public static string? Find(string name, IEnumerable<string> candidates) => FindAll(name, candidates, 1) is [string nearest] ? nearest : null;

    /// <summary>The nearest candidates, best first: within a third of the name's length in edits whatever the case, or one a prefix of the other.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="candidates">The names that exist and that the caller may know.</param>
    /// <param name="most">How many to return at most.</param>
    public static IReadOnlyList<string> FindAll(string name, IEnumerable<string> candidates, int most)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        int farthest = Math.Max(2, name.Length / 3);
        return [.. candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(c => c.Distance <= farthest || IsPrefix(name, c.Name))
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Take(most).Select(c => c.Name)];
    }

    private static bool IsPrefix(string a, string b) => Math.Min(a.Length, b.Length) >= ShortestPrefix
        && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase));

    // Levenshtein's distance.
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        foreach (char c in from)
        {
            int diagonal = row[0]++;
            for (int j = 1; j < row.Length; j++)
            {
                int replace = diagonal + (char.ToUpperInvariant(c) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
