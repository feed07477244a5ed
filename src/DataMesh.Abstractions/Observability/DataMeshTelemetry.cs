namespace DataMesh;

/// <summary>The names to subscribe to.</summary>
public static class DataMeshTelemetry
{
    /// <summary>The name of the Sdk's <see cref="System.Diagnostics.ActivitySource"/> and <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string SourceName = "DataMesh";
}
