namespace DataMesh.Mapping;

/// <summary>10^0 to 10^38, the powers that fit a decimal128.</summary>
internal static class PowersOfTen
{
    private static readonly Int128[] s_powers = Create();

    public static Int128 Get(int exponent) => s_powers[exponent];

    /// <summary>10^0 to 10^19, the powers that fit 64 bits.</summary>
    public static ReadOnlySpan<ulong> Short =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
        100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    private static Int128[] Create()
    {
        Int128[] powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
