using System.Numerics;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>The rows of an array that have a value, ascending: <c>foreach (int row in new ValidRows(array.Data))</c>.</summary>
/// <remarks>Reads 64 validity bits at once, so that no branch depends on a single one. Of a dictionary-encoded array, a row whose entry is null counts as one that has a value. Rows count from the array's offset.</remarks>
public ref struct ValidRows
{
    private readonly ReadOnlySpan<byte> _validity;
    private readonly int _offset;
    private readonly int _length;
    private int _start;
    private int _next;
    private ulong _valid;

    /// <summary>Starts before the first row.</summary>
    /// <param name="data">The array.</param>
    public ValidRows(ArrayData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _validity = data.GetNullCount() == 0 ? [] : data.Buffers[0].Span;
        _offset = data.Offset;
        _length = data.Length;
    }

    /// <summary>The row.</summary>
    public int Current { get; private set; }

    /// <summary>Itself, for <c>foreach</c>.</summary>
    public readonly ValidRows GetEnumerator() => this;

    /// <summary>Goes to the next row that has a value; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_valid == 0)
        {
            if (_next >= _length)
                return false;
            int count = Math.Min(ValidityBits.BlockLength, _length - _next);
            _valid = _validity.IsEmpty ? ulong.MaxValue >> (ValidityBits.BlockLength - count) : ValidityBits.Read(_validity, _offset + _next, count);
            _start = _next;
            _next += count;
        }
        Current = _start + BitOperations.TrailingZeroCount(_valid);
        _valid &= _valid - 1;
        return true;
    }
}
