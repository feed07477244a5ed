using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Decides by a sample whether a column of a file is worth a dictionary. Building one that is then given up costs more than all other work on the column.</summary>
internal static class DictionaryChoice
{
    private const int SampleRows = 8192;
    private const int FewestValues = 512;
    private const int Slots = 4 * SampleRows;

    // What the native writer keeps of a dictionary before it gives up.
    private const long DictionaryBytes = 1 << 20;
    private const double GreatestShareOfDistinct = 0.5;

    /// <summary>True when repeated values are likely enough; also when the sample is too small to tell.</summary>
    /// <param name="column">The first rows of the column.</param>
    /// <param name="rowGroupRows">Rows that share a dictionary.</param>
    internal static bool IsWorthIt(IArrowArray column, long rowGroupRows)
    {
        int rows = Math.Min(column.Length, SampleRows);
        (int values, int distinct, long bytes) = Sample(column, rows);
        if (values < FewestValues)
            return true;
        double expectedValues = (double)rowGroupRows * values / rows;
        double expectedDistinct = DistinctAmong(expectedValues, values, distinct);
        return expectedDistinct <= GreatestShareOfDistinct * expectedValues && expectedDistinct * bytes / values <= DictionaryBytes;
    }

    /// <summary>Distinct values among many, from those among few, as if each were drawn from equally frequent ones.</summary>
    private static double DistinctAmong(double values, int sampled, int distinct)
    {
        if (distinct >= sampled)
            return values;
        double low = distinct, high = (double)sampled * sampled;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            if (Drawn(middle, sampled) < distinct)
                low = middle;
            else
                high = middle;
        }
        return Drawn(low, values);
    }

    private static double Drawn(double population, double draws) => population * (1 - Math.Exp(-draws / population));

    private static (int Values, int Distinct, long Bytes) Sample(IArrowArray column, int rows)
    {
        int[] seen = ArrayPool<int>.Shared.Rent(Slots);
        seen.AsSpan(0, Slots).Clear();
        int values = 0, distinct = 0;
        long bytes = 0;
        for (int row = 0; row < rows; row++)
        {
            if (column.IsNull(row))
                continue;
            ReadOnlySpan<byte> value = BytesOf(column, row);
            values++;
            bytes += value.Length;
            distinct += Add(seen, value) ? 1 : 0;
        }
        ArrayPool<int>.Shared.Return(seen);
        return (values, distinct, bytes);
    }

    private static bool Add(int[] seen, ReadOnlySpan<byte> value)
    {
        HashCode code = default;
        code.AddBytes(value);
        int hash = code.ToHashCode() | 1;
        for (int slot = (int)((uint)hash >> 1) % Slots; ; slot = (slot + 1) % Slots)
        {
            if (seen[slot] == hash)
                return false;
            if (seen[slot] != 0)
                continue;
            seen[slot] = hash;
            return true;
        }
    }

    // Truth values have no dictionary in Parquet; types that are not known here look like one value that repeats, and keep what the writer does by default.
    private static ReadOnlySpan<byte> BytesOf(IArrowArray column, int row) => column switch
    {
        BinaryArray texts => texts.GetBytes(row),
        Apache.Arrow.Array { Data.DataType: FixedWidthType { BitWidth: >= 8 } type } values => values.Data.Buffers[1].Span.Slice((values.Data.Offset + row) * (type.BitWidth / 8), type.BitWidth / 8),
        _ => [],
    };
}
