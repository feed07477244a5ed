namespace DataMesh.Adapters;

/// <summary>How errors and telemetry name this adapter.</summary>
internal static class ParquetAdapter
{
    internal const string Name = "parquetsharp";
}
