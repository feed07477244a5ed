using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Collects one column of the result in canonical form.</summary>
internal abstract unsafe class ResultColumn(PhysicalType type) : IDisposable
{
    private readonly NativeColumn<byte> _validity = new();
    private int _nulls;

    internal PhysicalType Type { get; } = type;

    /// <summary>Rows collected.</summary>
    internal int Rows { get; private set; }

    /// <summary>Bytes of variable length collected.</summary>
    internal virtual long VariableBytes => 0;

    /// <summary>Appends rows of a vector.</summary>
    internal void Append(IntPtr vector, int from, int count)
    {
        ulong* mask = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        ReadOnlySpan<byte> present = mask is null ? default : new(mask, (from + count + 7) / 8);
        Span<byte> validity = _validity.Ensure((Rows + count + 7) / 8);
        if (present.IsEmpty)
            Bits.Fill(validity, Rows, count);
        else
        {
            Bits.Copy(present, from, validity, Rows, count);
            _nulls += count - Bits.Count(present, from, count);
        }
        AppendValues(vector, from, count, present);
        Rows += count;
    }

    /// <summary>The column so far; collecting starts anew.</summary>
    internal IArrowArray Take()
    {
        ArrowBuffer validity = ArrowBuffer.Empty;
        if (_nulls > 0)
            validity = _validity.Take();
        else
            _validity.Dispose();
        ArrayData data = new(Type.ToArrow(), Rows, _nulls, 0, [validity, .. TakeBuffers()], TakeChildren());
        (Rows, _nulls) = (0, 0);
        return ArrowArrayFactory.BuildArray(data);
    }

    public void Dispose()
    {
        _validity.Dispose();
        DisposeBuffers();
    }

    /// <param name="vector">The vector.</param>
    /// <param name="from">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="present">Bits of the vector's rows; empty when no row is null.</param>
    private protected abstract void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present);

    private protected abstract ArrowBuffer[] TakeBuffers();

    private protected virtual ArrayData[]? TakeChildren() => null;

    private protected abstract void DisposeBuffers();
}
