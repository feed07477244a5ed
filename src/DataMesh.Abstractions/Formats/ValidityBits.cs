using System.Buffers.Binary;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bits of a validity or boolean buffer, 64 at a time, from any bit on.</summary>
internal static class ValidityBits
{
    internal const int BlockLength = 64;

    /// <summary>Reads up to 64 bits; the first is the lowest.</summary>
    internal static ulong Read(ReadOnlySpan<byte> bits, int first, int count)
    {
        ReadOnlySpan<byte> rest = bits[(first >> 3)..];
        int shift = first & 7;
        ulong block = rest.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(rest) : ReadFew(rest);
        block >>= shift;
        if (shift + count > 64)
            block |= (ulong)rest[8] << (64 - shift);
        return count == 64 ? block : block & ((1UL << count) - 1);
    }

    private static ulong ReadFew(ReadOnlySpan<byte> bytes)
    {
        ulong block = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            block = (block << 8) | bytes[i];
        return block;
    }
}
