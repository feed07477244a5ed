using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of truth values: which of the two occur.</summary>
internal sealed class BooleanBounds : ColumnBounds
{
    private bool _anyTrue;
    private bool _anyFalse;

    internal override ScalarValue Minimum => !_anyFalse;

    internal override ScalarValue Maximum => _anyTrue;

    internal override void Add(IArrowArray array, int nullCount)
    {
        ArrayData data = array.Data;
        ReadOnlySpan<byte> values = data.Buffers[1].Span, validity = data.Buffers[0].Span;
        for (int start = 0; start < data.Length && !(_anyTrue && _anyFalse); start += ValidityBits.BlockLength)
        {
            int count = Math.Min(ValidityBits.BlockLength, data.Length - start);
            ulong valid = nullCount == 0 ? ulong.MaxValue >> (64 - count) : ValidityBits.Read(validity, data.Offset + start, count);
            ulong isTrue = ValidityBits.Read(values, data.Offset + start, count);
            _anyTrue |= (valid & isTrue) != 0;
            _anyFalse |= (valid & ~isTrue) != 0;
        }
    }
}
