namespace DataMesh;

/// <summary>Data whose policy names the regions in which it may lie is published only into a root that is known to lie in one of them.</summary>
internal static class ResidencyRule
{
    /// <param name="port">The port to publish to.</param>
    /// <param name="rootRegion">Where the root says that its data lies; null: it does not say.</param>
    /// <exception cref="PolicyDeniedException">The root lies elsewhere, or does not say where it lies.</exception>
    public static void Demand(PortBinding port, string? rootRegion)
    {
        if (PolicyEvaluation.FindPolicy(port)?.Residency is not { Count: > 0 } regions || regions.Contains(rootRegion, StringComparer.Ordinal))
            return;
        string problem = rootRegion is null
            ? $"its root does not say where it lies. Set 'region' in its '{MeshLayout.RootFile}'"
            : $"its root lies in '{rootRegion}'. Use a root in one of these regions";
        throw new PolicyDeniedException($"Cannot publish to '{port.Name}': its policy lets the data lie in '{string.Join("', '", regions)}' only, and {problem}, or change the policy's residency.")
        {
            Product = port.Name.Product,
            Port = port.Name,
            Operation = "publish",
        };
    }
}
