using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Turns dictionary-encoded texts into plain ones: the native writer takes one form per column and file.</summary>
internal static class PlainTexts
{
    /// <summary>The column in its plain type, also below structs, lists and maps; the column itself when it has no dictionaries.</summary>
    internal static IArrowArray Decode(IArrowArray column, IArrowType plain) =>
        column is DictionaryArray texts ? Decode(texts) : HasDictionary(column.Data) ? ArrowArrayFactory.BuildArray(Decode(column.Data, plain)) : column;

    private static bool HasDictionary(ArrayData data) => data.DataType is DictionaryType || data.Children?.Any(HasDictionary) == true;

    private static ArrayData Decode(ArrayData data, IArrowType plain)
    {
        if (data.DataType is DictionaryType)
            return Decode((DictionaryArray)ArrowArrayFactory.BuildArray(data)).Data;
        if (!HasDictionary(data))
            return data;
        IReadOnlyList<Field> below = plain is MapType map ? [new Field("entries", map.KeyValueType, false)] : ((NestedType)plain).Fields;
        return new ArrayData(plain, data.Length, data.NullCount, data.Offset, data.Buffers, [.. data.Children.Select((child, i) => Decode(child, below[i].DataType))]);
    }

    private static StringArray Decode(DictionaryArray rows)
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
