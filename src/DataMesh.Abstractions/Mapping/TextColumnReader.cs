using System.ComponentModel;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Reads a column of texts or bytes, plain or dictionary-encoded. Texts that repeat become one string. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextColumnReader : ColumnReader
{
    private readonly StringCache _cache = new();
    private ArrayData? _dictionary;
    private string?[] _entries = [];

    internal TextColumnReader(SchemaProperty property, Schema stored) : base(property, stored) { }

    internal TextColumnReader(SchemaProperty property, NestedColumnReader owner, int child) : base(property, owner, child) { }

    /// <summary>Opens the column of a batch; valid until the batch is disposed.</summary>
    public TextColumn Open(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Open(Find(batch));
    }

    /// <summary>Opens the column below a nested one; valid as long as that.</summary>
    public TextColumn Open(in NestedColumn owner) => Open(Find(owner));

    private TextColumn Open(ArrayData? data)
    {
        if (data is null)
            return new(this, _cache, [], [], [], 0, null);
        if (data.Dictionary is null)
            return new(this, _cache, Integers(data, data.Length + 1), data.Buffers[2].Span, Validity(data), data.Offset, null);
        ReadDictionary(data.Dictionary);
        return new(this, _cache, Integers(data, data.Length), [], Validity(data), data.Offset, _entries);
    }

    private static ReadOnlySpan<int> Integers(ArrayData data, int count) =>
        data.Length == 0 ? [] : MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, count);

    private void ReadDictionary(ArrayData dictionary)
    {
        if (ReferenceEquals(dictionary, _dictionary))
            return;
        TextColumn texts = new(this, _cache, Integers(dictionary, dictionary.Length + 1), dictionary.Buffers[2].Span, Validity(dictionary), dictionary.Offset, null);
        _entries = new string?[dictionary.Length];
        for (int i = 0; i < _entries.Length; i++)
            _entries[i] = texts.ValueOrNull(i);
        _dictionary = dictionary;
    }
}
