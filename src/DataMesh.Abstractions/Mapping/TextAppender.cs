using System.Buffers;
using System.ComponentModel;
using System.Text;
using System.Text.Unicode;

namespace DataMesh.Mapping;

/// <summary>Appends the values of a text or binary column, one for each row, in order. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct TextAppender
{
    private const int LongText = 4096;
    private readonly TextColumnWriter _column;
    private readonly Span<int> _offsets;
    private Span<byte> _bytes;
    private int _row;
    private int _position;

    internal TextAppender(TextColumnWriter column, Span<int> offsets, Span<byte> bytes)
    {
        _column = column;
        _offsets = offsets;
        _bytes = bytes;
    }

    /// <summary>Appends a text as UTF-8; half of a surrogate pair is refused.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendNull();
            return;
        }
        Reserve(value.Length <= LongText ? 3L * value.Length : Encoding.UTF8.GetByteCount(value));
        // Most texts are ASCII: short ones are written as such in less time than they are transcoded.
        if (Ascii.FromUtf16(value, _bytes[_position..], out int written) != OperationStatus.Done
            && Utf8.FromUtf16(value, _bytes[_position..], out _, out written, replaceInvalidSequences: false) != OperationStatus.Done)
            _column.RefuseText(_row);
        Advance(written);
    }

    /// <summary>Appends bytes.</summary>
    public void Append(byte[]? value)
    {
        if (value is null)
            AppendNull();
        else
            Append(value.AsSpan());
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes[_position..]);
        Advance(value.Length);
    }

    /// <summary>Appends the UTF-8 name of an enum's member; an empty name is refused as unknown.</summary>
    public void AppendName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            _column.RefuseName(_row);
        Append(name);
    }

    /// <summary>Appends no value.</summary>
    public void AppendNull()
    {
        _column.SetNull(_row);
        Advance(0);
    }

    /// <summary>Appends no value, because the struct around it has none.</summary>
    public void AppendAbsent()
    {
        _column.SetAbsent(_row);
        Advance(0);
    }

    /// <summary>Hands the values over to the column.</summary>
    public readonly void Complete() => _column.Complete(_position);

    private void Reserve(long length)
    {
        if (_bytes.Length - _position < length)
            _bytes = _column.Grow(_position, _position + length);
    }

    private void Advance(int length)
    {
        _position += length;
        _offsets[++_row] = _position;
    }
}
