using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Turns dictionary-encoded texts into plain ones: the native writer takes one form per column and file.</summary>
internal static class PlainTexts
{
    internal static StringArray Decode(DictionaryArray rows)
    {
        StringArray entries = (StringArray)rows.Dictionary;
        ReadOnlySpan<int> indices = MemoryMarshal.Cast<byte, int>(rows.Indices.Data.Buffers[1].Span).Slice(rows.Indices.Data.Offset, rows.Length);
        ArrowBuffer.Builder<int> offsets = new(rows.Length + 1);
        ArrowBuffer.Builder<byte> bytes = new();
        ArrowBuffer.BitmapBuilder validity = new(rows.Length);
        offsets.Append(0);
        int nulls = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            bool valid = rows.Indices.IsValid(i) && entries.IsValid(indices[i]);
            if (valid)
                bytes.Append(entries.GetBytes(indices[i]));
            else
                nulls++;
            validity.Append(valid);
            offsets.Append(bytes.Length);
        }
        return new StringArray(new ArrayData(StringType.Default, rows.Length, nulls, 0, [nulls == 0 ? ArrowBuffer.Empty : validity.Build(), offsets.Build(), bytes.Build()]));
    }
}
