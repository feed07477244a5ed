using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>Moves values that lie side by side to the rows they belong to; rows without a value become zero.</summary>
internal static class ValueSpreader
{
    internal static void Spread(Span<byte> values, int width, ReadOnlySpan<byte> levels, int valid)
    {
        switch (width)
        {
            case 1:
                Spread(values, levels, valid);
                break;
            case 2:
                Spread(MemoryMarshal.Cast<byte, short>(values), levels, valid);
                break;
            case 4:
                Spread(MemoryMarshal.Cast<byte, int>(values), levels, valid);
                break;
            case 8:
                Spread(MemoryMarshal.Cast<byte, long>(values), levels, valid);
                break;
            case 16:
                Spread(MemoryMarshal.Cast<byte, Int128>(values), levels, valid);
                break;
            default:
                SpreadAny(values, width, levels, valid);
                break;
        }
    }

    internal static void Spread<T>(Span<T> values, ReadOnlySpan<byte> levels, int valid)
        where T : struct
    {
        for (int row = levels.Length - 1; row >= 0; row--)
            values[row] = levels[row] != 0 ? values[--valid] : default;
    }

    private static void SpreadAny(Span<byte> values, int width, ReadOnlySpan<byte> levels, int valid)
    {
        for (int row = levels.Length - 1; row >= 0; row--)
            if (levels[row] != 0)
                values.Slice(--valid * width, width).CopyTo(values.Slice(row * width, width));
            else
                values.Slice(row * width, width).Clear();
    }
}
