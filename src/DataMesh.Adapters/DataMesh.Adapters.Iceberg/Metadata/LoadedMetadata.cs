using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A metadata file and what it says.</summary>
internal sealed record LoadedMetadata(int Version, ObjectPath Path, TableMetadata Metadata);
