namespace DataMesh.Adapters;

/// <summary>Where a footer says that a message lies.</summary>
internal readonly record struct IpcBlock(long Offset, int MetadataBytes, long BodyBytes)
{
    internal long BodyStart => Offset + MetadataBytes;

    internal long End => BodyStart + BodyBytes;
}
