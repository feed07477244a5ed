using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The bytes of one file.</summary>
internal sealed record IpcSource(ObjectStore Store, ObjectPath Path, long Length);
