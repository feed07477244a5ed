using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Packs bytes of 0 and 1 into bits.</summary>
internal static class ValidityBits
{
    internal static ArrowBuffer Pack(ReadOnlySpan<byte> flags, MemoryAllocator? allocator)
    {
        BufferSpace space = new((flags.Length + 7) / 8, allocator, zeroed: true);
        Span<byte> bits = space.Bytes;
        int whole = flags.Length & ~7;
        // Eight bytes of 0 and 1, gathered into one by a multiplication.
        ReadOnlySpan<ulong> eights = MemoryMarshal.Cast<byte, ulong>(flags[..whole]);
        for (int i = 0; i < eights.Length; i++)
            bits[i] = (byte)((eights[i] * 0x0102040810204080UL) >> 56);
        for (int i = whole; i < flags.Length; i++)
            bits[i >> 3] |= (byte)(flags[i] << (i & 7));
        return space.Build();
    }
}
