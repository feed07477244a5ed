using System.Numerics;
using System.Runtime.Intrinsics;

namespace DataMesh;

/// <summary>Estimates how many different values there are, in 16 KiB, with a standard error of 0.8 %.</summary>
/// <remarks>
/// Flajolet et al., 2007, with 64-bit hashes, so that nothing wraps around; estimated as Ertl describes in "New cardinality estimation algorithms for HyperLogLog sketches"
/// (arXiv:1702.01284, algorithm 6), which needs no tables of corrections and has no bias for few values.
/// </remarks>
internal sealed class HyperLogLog
{
    private const int Precision = 14;
    private const int Registers = 1 << Precision;
    private const int MostRank = 64 - Precision + 1;
    private const double Alpha = 0.721347520444481703680; // 1 / (2 ln 2)

    private readonly byte[] _registers = new byte[Registers];

    /// <summary>Adds a value by its hash, whose 64 bits are all alike.</summary>
    public void Add(ulong hash)
    {
        ref byte register = ref _registers[hash >> (64 - Precision)];
        byte rank = (byte)(BitOperations.LeadingZeroCount(hash << Precision | 1UL << (Precision - 1)) + 1);
        if (rank > register)
            register = rank;
    }

    /// <summary>The estimate.</summary>
    public long Estimate()
    {
        Span<int> counts = stackalloc int[MostRank + 1];
        counts.Clear();
        foreach (byte register in _registers)
            counts[register]++;
        double z = Registers * Tau(1 - (double)counts[MostRank] / Registers);
        for (int rank = MostRank - 1; rank >= 1; rank--)
            z = 0.5 * (z + counts[rank]);
        z += Registers * Sigma((double)counts[0] / Registers);
        return (long)Math.Round(Alpha * Registers * Registers / z);
    }

    /// <summary>A hash of a whole number whose bits are all alike: SplitMix64 (Steele, Lea, Flood).</summary>
    public static ulong Hash(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }

    /// <summary>A hash of bytes: sixteen at a time are folded in by a multiplication to 128 bits, and the last step makes all bits alike.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        if (bytes.Length <= TextWindow.Length)
            return Hash(Fold(hash, TextWindow.Copy(bytes)));
        Vector128<byte> last = Vector128.Create(bytes[^TextWindow.Length..]);
        for (; bytes.Length > TextWindow.Length; bytes = bytes[TextWindow.Length..])
            hash = Fold(hash, Vector128.Create(bytes));
        return Hash(Fold(hash, last));
    }

    /// <summary>The hash of some bytes of a buffer.</summary>
    public static ulong Hash(ReadOnlySpan<byte> buffer, int offset, int length) => length <= TextWindow.Length && TextWindow.Fits(buffer, offset)
        ? Hash(Fold((ulong)length, TextWindow.Load(buffer, offset, length)))
        : Hash(buffer.Slice(offset, length));

    private static ulong Fold(ulong hash, Vector128<byte> bytes)
    {
        ulong high = Math.BigMul(bytes.AsUInt64()[0] ^ hash ^ 0x9E3779B97F4A7C15, bytes.AsUInt64()[1] ^ 0xE7037ED1A0B428DB, out ulong low);
        return high ^ low;
    }

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        double y = 1, z = x, before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (z != before);
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        double y = 1, z = 1 - x, before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (z != before);
        return z / 3;
    }
}
