namespace DataMesh.Adapters.Authoring;

/// <summary>One range of an object to read into memory.</summary>
public readonly record struct RangeRead
{
    /// <summary>Creates a range.</summary>
    public RangeRead(long offset, Memory<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Offset = offset;
        Destination = destination;
    }

    /// <summary>The first byte, from the start of the object.</summary>
    public long Offset { get; }

    /// <summary>Where the bytes go; its length is the length of the range.</summary>
    public Memory<byte> Destination { get; }
}
