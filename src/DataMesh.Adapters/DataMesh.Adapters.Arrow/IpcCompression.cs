namespace DataMesh.Adapters;

/// <summary>How the buffers of a message are compressed.</summary>
internal enum IpcCompression
{
    None,
    Lz4Frame,
    Zstd,
}
