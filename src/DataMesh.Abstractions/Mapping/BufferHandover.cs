using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Mapping;

/// <summary>Turns filled memory of an allocator into an Arrow buffer that owns it, without a copy.</summary>
/// <remarks>Arrow makes owning buffers only through a builder that asks an allocator; this allocator answers with the memory that is already filled.</remarks>
internal sealed class BufferHandover(IMemoryOwner<byte> filled) : MemoryAllocator
{
    public static ArrowBuffer ToBuffer(IMemoryOwner<byte> filled) =>
        filled.Memory.IsEmpty ? ArrowBuffer.Empty : new ArrowBuffer.Builder<byte>(1).Append(filled.Memory.Span[0]).Build(new BufferHandover(filled));

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = filled.Memory.Length;
        return filled;
    }
}
