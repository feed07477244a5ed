using System.Runtime.InteropServices;
using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns of decimals. A value that has more digits than its type is refused: it would be stored as another one.</summary>
internal sealed class DecimalEncoder<T>(StoredField field, DataField data, PageCompressor compressor, Func<Int128, T> convert) : ValueEncoder<T>(field, data, compressor)
    where T : struct
{
    private readonly Int128 _limit = PowerOfTen(field.Type.Precision);

    protected override void Convert(ArrayData data, int first, Span<T> target)
    {
        ReadOnlySpan<Int128> values = MemoryMarshal.Cast<byte, Int128>(data.Buffers[1].Span).Slice(first, target.Length);
        for (int i = 0; i < target.Length; i++)
        {
            Int128 value = values[i];
            if (value >= _limit || value <= -_limit)
                throw new DataMeshException(DataMeshErrorKind.ContractViolation,
                    $"Cannot write the column '{Column.Name}': a value has more digits than its type '{Column.Type}'. Give the column a greater precision, or refuse such rows before they are written.")
                { Adapter = ParquetAdapter.Name, Operation = "write" };
            target[i] = convert(value);
        }
    }

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
