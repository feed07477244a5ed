namespace DataMesh.Tests.Policies;

/// <summary>The suite's own checks in a form that a second load of this assembly can be asked for: what they found, or null.</summary>
public static class MutantChecks
{
    /// <summary>The first difference between a scan and the law.</summary>
    /// <param name="worlds">How many worlds to look at.</param>
    public static async Task<string?> FindDifferenceAsync(int worlds)
    {
        for (int seed = 1; seed <= worlds; seed++)
            await foreach (PolicyCase question in World.CasesAsync(seed))
                foreach (ReadPath path in ReadPaths.All.Take(3).Where(_ => question.Sight is null || question.Sight.Columns.Count > 0))
                    if (await path.CheckAsync(question) is { } difference)
                        return $"{path.Name}: {difference}";
        return null;
    }

    /// <summary>The first history after which a follower has something else than the port.</summary>
    /// <param name="histories">How many histories to look at.</param>
    public static async Task<string?> FindHistoryAsync(int histories)
    {
        for (int seed = 1; seed <= histories; seed++)
            if (await History.FindDifferenceAsync(seed, new HistoryFigures()) is { } difference)
                return difference;
        return null;
    }

    /// <summary>What the check of bounds found.</summary>
    public static async Task<string?> FindBoundsAsync()
    {
        try
        {
            await new BoundsTests().Bounds_of_a_confidential_column_lie_in_no_manifest_footer_or_page_index();
            return null;
        }
        catch (Xunit.Sdk.XunitException found)
        {
            return found.Message;
        }
    }
}
