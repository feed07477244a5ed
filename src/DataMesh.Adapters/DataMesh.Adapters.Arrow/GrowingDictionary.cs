using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>The one dictionary of a text column of a file. Each batch, whatever its own dictionary, is expressed in it; what is new follows as a delta.</summary>
internal sealed class GrowingDictionary
{
    private static readonly DictionaryType Type = new(Int32Type.Default, StringType.Default, false);

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly StringArray.Builder _all = new();
    private StringArray? _entries;

    internal bool IsEmpty => _indices.Count == 0;

    /// <summary>The rows as indices.</summary>
    /// <param name="rows">Texts, plain or in a dictionary with 32-bit indices.</param>
    /// <param name="gained">The entries that the rows brought; null when there are none.</param>
    internal ArrayData Encode(ArrayData rows, out ArrayData? gained)
    {
        int[] indices = new int[rows.Length];
        ArrowBuffer.BitmapBuilder validity = new(rows.Length);
        StringArray.Builder added = new();
        int nulls = 0, before = _indices.Count;
        // Over the caller's memory, which disposing would release.
        IArrowArray array = ArrowArrayFactory.BuildArray(rows);
        int[]? known = array is DictionaryArray dictionary ? [.. Enumerable.Repeat(-1, dictionary.Dictionary.Length)] : null;
        for (int row = 0; row < indices.Length; row++)
        {
            (StringArray texts, int entry) = Locate(array, row);
            bool valid = entry >= 0;
            validity.Append(valid);
            nulls += valid ? 0 : 1;
            if (valid)
                indices[row] = known is not null && known[entry] >= 0 ? known[entry] : Find(texts.GetString(entry), added);
            if (valid && known is not null)
                known[entry] = indices[row];
        }
        gained = _indices.Count > before ? added.Build().Data : null;
        ArrowBuffer valids = nulls == 0 ? ArrowBuffer.Empty : validity.Build();
        return new ArrayData(Type, rows.Length, nulls, 0, [valids, new ArrowBuffer(MemoryMarshal.AsBytes(indices.AsSpan()).ToArray())]);
    }

    /// <summary>The rows with all entries so far.</summary>
    internal DictionaryArray ToArray(ArrayData rows)
    {
        if (_entries?.Length != _indices.Count)
            _entries = _all.Build();
        return new DictionaryArray(new ArrayData(Type, rows.Length, rows.NullCount, rows.Offset, rows.Buffers, null, _entries.Data));
    }

    /// <summary>The entries of a dictionary that has none.</summary>
    internal static ArrayData Nothing => new StringArray.Builder().Build().Data;

    /// <summary>The rows that are null themselves or refer to a null entry.</summary>
    internal static int CountNulls(ArrayData rows)
    {
        IArrowArray array = ArrowArrayFactory.BuildArray(rows);
        int nulls = 0;
        for (int row = 0; row < rows.Length; row++)
            nulls += Locate(array, row).Entry < 0 ? 1 : 0;
        return nulls;
    }

    private int Find(string text, StringArray.Builder added)
    {
        if (_indices.TryGetValue(text, out int index))
            return index;
        index = _indices.Count;
        _indices.Add(text, index);
        _all.Append(text);
        added.Append(text);
        return index;
    }

    private static (StringArray Texts, int Entry) Locate(IArrowArray array, int row)
    {
        if (array is StringArray texts)
            return (texts, texts.IsNull(row) ? -1 : row);
        DictionaryArray dictionary = (DictionaryArray)array;
        StringArray entries = (StringArray)dictionary.Dictionary;
        int entry = dictionary.Indices.IsNull(row) ? -1 : ((Int32Array)dictionary.Indices).Values[row];
        return (entries, entry >= 0 && entries.IsNull(entry) ? -1 : entry);
    }
}
