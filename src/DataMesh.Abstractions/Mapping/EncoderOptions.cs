using Apache.Arrow.Memory;

namespace DataMesh.Mapping;

/// <summary>How an encoder builds its batches.</summary>
public sealed record EncoderOptions
{
    /// <summary>The defaults.</summary>
    public static EncoderOptions Default { get; } = new();

    /// <summary>Where column buffers come from. Default: Arrow's native allocator.</summary>
    public MemoryAllocator? Allocator { get; init; }
}
