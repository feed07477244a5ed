using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters.Authoring;

/// <summary>A test of a text, binary or UUID value.</summary>
internal interface IByteTest
{
    bool Test(ReadOnlySpan<byte> value);
}

/// <summary>Equals a value.</summary>
internal readonly struct ByteEquality(byte[] expected) : IByteTest
{
    public bool Test(ReadOnlySpan<byte> value) => value.SequenceEqual(expected);
}

/// <summary>Compares with a value, byte by byte.</summary>
internal readonly struct ByteOrder(byte[] other, SignSet accepted) : IByteTest
{
    public bool Test(ReadOnlySpan<byte> value) => accepted.Has(value.SequenceCompareTo(other));
}

/// <summary>Starts with a prefix.</summary>
internal readonly struct BytePrefix(byte[] prefix) : IByteTest
{
    public bool Test(ReadOnlySpan<byte> value) => value.StartsWith(prefix);
}

/// <summary>Is one of a set.</summary>
internal readonly struct ByteMembership(HashSet<byte[]> values) : IByteTest
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup = values.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool Test(ReadOnlySpan<byte> value) => _lookup.Contains(value);
}

/// <summary>Tests each text, binary or UUID value in place.</summary>
internal sealed class ByteNode<TTest>(int ordinal, TTest test) : ColumnNode(ordinal)
    where TTest : struct, IByteTest
{
    protected override void Test(ColumnView column, Span<TruthValue> truth)
    {
        ByteColumn values = new(column.Data);
        Span<byte> bytes = MemoryMarshal.AsBytes(truth);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Unsafe.BitCast<bool, byte>(test.Test(values[i]));
    }
}
