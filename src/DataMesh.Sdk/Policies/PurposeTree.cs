namespace DataMesh;

/// <summary>The purposes of a product: what holds for one holds for all below it.</summary>
internal sealed class PurposeTree(IReadOnlyList<PurposeDefinition> definitions)
{
    /// <summary>True when a statement for some purposes covers another; one for no purpose in particular covers all, also none.</summary>
    public bool Covers(IReadOnlyList<Purpose> stated, Purpose asked)
    {
        if (stated.Count == 0)
            return true;
        // A tree has no way longer than itself; a circle ends here.
        for (int i = 0; i <= definitions.Count && !asked.IsNone; i++)
        {
            if (stated.Contains(asked))
                return true;
            asked = definitions.FirstOrDefault(d => d.Purpose == asked)?.Parent ?? default;
        }
        return false;
    }
}
