using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Text and bytes, plain or by dictionary. Text is checked once per batch: DuckDB crashes on text that is not UTF-8.</summary>
internal sealed unsafe class TextWriter(string relation, RelationColumn column) : VectorWriter(relation, column)
{
    private ArrayData? _checked;
    private bool _isDictionary;

    private ArrayData Values => _isDictionary ? Data.Dictionary : Data;

    private protected override void OnBind()
    {
        _isDictionary = Data.DataType is DictionaryType;
        if (Column.Type.Kind == PhysicalTypeKind.String && !ReferenceEquals(_checked, Values))
        {
            CheckText(Values);
            _checked = Values;
        }
    }

    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        if (_isDictionary)
            WriteByDictionary(vector, at, count);
        else
            WritePlain(vector, at, count);
    }

    private void WritePlain(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<int> offsets = Data.Buffers[1].Span.CastTo<int>().Slice(at, count + 1);
        ReadOnlySpan<byte> bytes = Data.Buffers[2].Span;
        ReadOnlySpan<byte> present = Data.Buffers[0].Span;
        VectorText* target = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        for (int i = 0; i < count; i++)
        {
            if (present.IsEmpty || Bits.Get(present, at + i))
                Store(vector, target, i, bytes[offsets[i]..offsets[i + 1]]);
            else
                target[i] = default;
        }
    }

    private void WriteByDictionary(IntPtr vector, int at, int count)
    {
        ArrayData dictionary = Data.Dictionary;
        ReadOnlySpan<int> indices = Source<int>(at, count);
        ReadOnlySpan<byte> present = Data.Buffers[0].Span;
        ReadOnlySpan<byte> entries = dictionary.Buffers[0].Span;
        ReadOnlySpan<int> offsets = dictionary.Buffers[1].Span.CastTo<int>()[dictionary.Offset..];
        ReadOnlySpan<byte> bytes = dictionary.Buffers[2].Span;
        VectorText* target = (VectorText*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        for (int i = 0; i < count; i++)
        {
            target[i] = default;
            if (!present.IsEmpty && !Bits.Get(present, at + i))
                continue;
            int entry = indices[i];
            if ((uint)entry >= (uint)dictionary.Length)
                throw Corrupt("an index points outside its dictionary");
            if (!entries.IsEmpty && !Bits.Get(entries, dictionary.Offset + entry))
                Bits.Set(Validity(vector, count), i, false);
            else
                Store(vector, target, i, bytes[offsets[entry]..offsets[entry + 1]]);
        }
    }

    private static void Store(IntPtr vector, VectorText* target, int row, ReadOnlySpan<byte> value)
    {
        if (value.Length <= VectorText.InPlace)
        {
            VectorText.StoreInPlace(target + row, value);
            return;
        }
        fixed (byte* start = value)
            NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, start, value.Length);
    }

    // One pass over all bytes, then no value may start inside a character; only if that fails does each value count alone.
    private void CheckText(ArrayData values)
    {
        if (values.Length == 0)
            return;
        ReadOnlySpan<int> offsets = values.Buffers[1].Span.CastTo<int>().Slice(values.Offset, values.Length + 1);
        ReadOnlySpan<byte> bytes = values.Buffers[2].Span;
        if (Utf8.IsValid(bytes[offsets[0]..offsets[^1]]) && !AnyStartsInsideCharacter(offsets, bytes))
            return;
        ReadOnlySpan<byte> present = values.Buffers[0].Span;
        for (int i = 0; i < values.Length; i++)
            if ((present.IsEmpty || Bits.Get(present, values.Offset + i)) && !Utf8.IsValid(bytes[offsets[i]..offsets[i + 1]]))
                throw Corrupt("it holds bytes that are not UTF-8");
    }

    private static bool AnyStartsInsideCharacter(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes)
    {
        foreach (int offset in offsets)
            if (offset < bytes.Length && (bytes[offset] & 0xC0) == 0x80)
                return true;
        return false;
    }
}
