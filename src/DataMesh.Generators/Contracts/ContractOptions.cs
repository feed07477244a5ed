using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Generators;

/// <summary>What the project file says about committed contracts; see the package's targets.</summary>
internal static class ContractOptions
{
    /// <summary>True when the project commits contracts; false also where our targets are not imported.</summary>
    public static bool IsEnabled(AnalyzerConfigOptions options) => Is(options, "DataMeshContracts");

    /// <summary>True when the build writes what is missing.</summary>
    public static bool Writes(AnalyzerConfigOptions options) => Is(options, "DataMeshWriteContracts");

    private static bool Is(AnalyzerConfigOptions options, string name) => options.TryGetValue($"build_property.{name}", out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
