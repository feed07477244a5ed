using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>Values whose bits are the same in Arrow and DuckDB.</summary>
internal sealed class FixedWriter<T>(string relation, RelationColumn column) : VectorWriter(relation, column) where T : unmanaged
{
    private protected override void WriteValues(IntPtr vector, int at, int count) => Source<T>(at, count).CopyTo(Target<T>(vector, count));
}

/// <summary>Bits to bytes.</summary>
internal sealed class BooleanWriter(string relation, RelationColumn column) : VectorWriter(relation, column)
{
    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<byte> bits = Data.Buffers[1].Span;
        Span<byte> target = Target<byte>(vector, count);
        for (int i = 0; i < count; i++)
            target[i] = (byte)(bits[(at + i) >> 3] >> ((at + i) & 7) & 1);
    }
}

/// <summary>128 bits to the width that DuckDB stores for the precision.</summary>
internal sealed class DecimalWriter(string relation, RelationColumn column) : VectorWriter(relation, column)
{
    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<Int128> source = Source<Int128>(at, count);
        switch (Column.Type.Precision)
        {
            case <= 4: Narrow(source, Target<short>(vector, count), static value => (short)value); break;
            case <= 9: Narrow(source, Target<int>(vector, count), static value => (int)value); break;
            case <= 18: Narrow(source, Target<long>(vector, count), static value => (long)value); break;
            default: source.CopyTo(Target<Int128>(vector, count)); break;
        }
    }

    private static void Narrow<T>(ReadOnlySpan<Int128> source, Span<T> target, Func<Int128, T> narrow)
    {
        for (int i = 0; i < source.Length; i++)
            target[i] = narrow(source[i]);
    }
}

/// <summary>16 bytes in network order to a signed 128-bit number with the top bit flipped, so that numbers sort like the bytes.</summary>
internal sealed class UuidWriter(string relation, RelationColumn column) : VectorWriter(relation, column)
{
    private const ulong TopBit = 1UL << 63;

    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<ulong> source = MemoryMarshal.Cast<Int128, ulong>(Source<Int128>(at, count));
        Span<ulong> target = Target<ulong>(vector, count * 2);
        for (int i = 0; i < source.Length; i += 2)
        {
            target[i] = BinaryPrimitives.ReverseEndianness(source[i + 1]);
            target[i + 1] = BinaryPrimitives.ReverseEndianness(source[i]) ^ TopBit;
        }
    }
}
