using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>DuckDB's 16-byte form of text and bytes: length, then up to 12 bytes in place, or 4 of prefix and a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct VectorText
{
    internal const int InPlace = 12;

    [FieldOffset(0)]
    internal uint Length;

    [FieldOffset(4)]
    private fixed byte _inPlace[InPlace];

    [FieldOffset(8)]
    private byte* _pointer;

    /// <summary>The bytes of a value inside a vector; valid as long as the vector.</summary>
    internal static ReadOnlySpan<byte> Bytes(VectorText* value) =>
        new(value->Length <= InPlace ? value->_inPlace : value->_pointer, (int)value->Length);

    /// <summary>Stores bytes of at most <see cref="InPlace"/> length.</summary>
    internal static void StoreInPlace(VectorText* target, ReadOnlySpan<byte> bytes)
    {
        *target = default;
        target->Length = (uint)bytes.Length;
        bytes.CopyTo(new Span<byte>(target->_inPlace, InPlace));
    }

    internal static string Read(IntPtr vector, int row) =>
        Encoding.UTF8.GetString(Bytes((VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + row));
}
