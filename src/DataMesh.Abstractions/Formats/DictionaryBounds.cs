using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of dictionary-encoded texts; only the entries that rows refer to count.</summary>
internal sealed class DictionaryBounds : ColumnBounds
{
    private readonly BytesBounds _texts = new(ArrowValues.ToText, leaves: false);

    internal override ScalarValue Minimum => _texts.Minimum;

    internal override ScalarValue Maximum => _texts.Maximum;

    internal override void Add(IArrowArray array, int nullCount)
    {
        DictionaryArray rows = (DictionaryArray)array;
        bool[] used = new bool[rows.Dictionary.Length];
        ReadOnlySpan<int> indices = IndicesOf(rows);
        foreach (int row in new ValidRows(rows.Indices.Data))
            used[indices[row]] = true;
        _texts.AddUsed(rows.Dictionary.Data, used);
    }

    /// <summary>The rows that are null themselves or refer to a null entry.</summary>
    internal static int CountNulls(DictionaryArray rows)
    {
        int nulls = rows.Indices.NullCount;
        if (rows.Dictionary.NullCount == 0)
            return nulls;
        ReadOnlySpan<int> indices = IndicesOf(rows);
        for (int i = 0; i < indices.Length; i++)
            if (rows.Indices.IsValid(i) && rows.Dictionary.IsNull(indices[i]))
                nulls++;
        return nulls;
    }

    private static ReadOnlySpan<int> IndicesOf(DictionaryArray rows) => rows.Indices is Int32Array { Data: var data }
        ? MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length)
        : throw new ArgumentException($"Dictionary indices of type '{rows.Indices.Data.DataType.Name}' are not supported: canonical dictionaries have 32-bit indices.", nameof(rows));
}
