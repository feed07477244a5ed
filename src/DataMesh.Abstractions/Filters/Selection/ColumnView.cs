using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>The buffers of a column, with the slice offset applied. Extension arrays are seen as their storage.</summary>
internal readonly ref struct ColumnView
{
    public ColumnView(ArrayData data)
    {
        Data = data;
        if (data.Length > 0 && data.Buffers.Length > 0 && !data.Buffers[0].IsEmpty && data.GetNullCount() > 0)
            Validity = data.Buffers[0].Span;
    }

    public static ColumnView Of(IArrowArray array) => new(array is ExtensionArray extension ? extension.Storage.Data : array.Data);

    public ArrayData Data { get; }

    public int Length => Data.Length;

    public int Offset => Data.Offset;

    /// <summary>The validity bitmap, to be read at <see cref="Offset"/>; empty when no value is null.</summary>
    public ReadOnlySpan<byte> Validity { get; }

    public bool HasNulls => !Validity.IsEmpty;

    public bool IsNull(int row) => HasNulls && !Bitmap.Get(Validity, Offset + row);

    /// <summary>The values of a fixed-width column.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => Length == 0 ? default : MemoryMarshal.Cast<byte, T>(Data.Buffers[1].Span).Slice(Offset, Length);

    /// <summary>The offsets of a text or binary column, one more than rows.</summary>
    public ReadOnlySpan<int> Offsets => Length == 0 ? [0] : MemoryMarshal.Cast<byte, int>(Data.Buffers[1].Span).Slice(Offset, Length + 1);

    /// <summary>The bytes that <see cref="Offsets"/> point into.</summary>
    public ReadOnlySpan<byte> Bytes => Data.Buffers[2].Span;
}
