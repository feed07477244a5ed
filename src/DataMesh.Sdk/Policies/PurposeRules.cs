namespace DataMesh;

/// <summary>What a tree of purposes must be: each purpose once, each parent known, no cycle.</summary>
internal static class PurposeRules
{
    /// <summary>What is wrong with a tree, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(IReadOnlyList<PurposeDefinition> purposes)
    {
        Dictionary<Purpose, Purpose> parents = [];
        foreach (PurposeDefinition purpose in purposes)
        {
            if (purpose.Purpose.IsNone)
                return "a purpose is empty. Name it.";
            if (!parents.TryAdd(purpose.Purpose, purpose.Parent))
                return $"the purpose '{purpose.Purpose}' is declared twice. Declare it once.";
        }
        if (purposes.FirstOrDefault(p => !p.Parent.IsNone && !parents.ContainsKey(p.Parent)) is { } orphan)
            return $"the purpose '{orphan.Purpose}' lies under '{orphan.Parent}', which is not declared. Declare it as well.";
        return FindCycle(parents) is { } cycle ? $"the purpose '{cycle}' lies under itself. Take one of the steps between away." : null;
    }

    // Each purpose is walked once: what leads to the top, or to what does, is done.
    private static Purpose? FindCycle(Dictionary<Purpose, Purpose> parents)
    {
        HashSet<Purpose> done = [default];
        foreach (Purpose start in parents.Keys)
        {
            HashSet<Purpose> path = [];
            Purpose at = start;
            while (!done.Contains(at))
            {
                if (!path.Add(at))
                    return at;
                at = parents[at];
            }
            done.UnionWith(path);
        }
        return null;
    }
}
