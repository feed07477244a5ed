namespace DataMesh;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate within a third of the name's length in edits; null when none is that near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        (string? best, int least) = (null, Math.Max(2, name.Length / 3) + 1);
        foreach (string candidate in candidates.Where(c => Math.Abs(c.Length - name.Length) < least))
        {
            int distance = Distance(name, candidate, new int[candidate.Length + 1]);
            if (distance < least)
                (best, least) = (candidate, distance);
        }
        return best;
    }

    private static int Distance(string from, string to, int[] row)
    {
        for (int j = 0; j < row.Length; j++)
            row[j] = j;
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
