namespace DataMesh.Adapters.Authoring;

/// <summary>What a query engine can do.</summary>
public sealed record QueryEngineCapabilities
{
    /// <summary>The engine's SQL dialect, lower-case: <c>duckdb</c>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Statements may name only bound relations: files, settings and other catalogs are out of reach.</summary>
    public bool Sandboxed { get; init; }

    /// <summary>
    /// The engine reads local Parquet files by <see cref="QueryRelation.TryGetDirectFiles"/> and applies what the grant asks for exactly. The Sdk plans files only for such engines.
    /// </summary>
    public bool ReadsDirectFiles { get; init; }
}
