using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>Turns a value as DuckDB stores it into its canonical form.</summary>
internal interface IConversion<TFrom, TTo>
{
    /// <param name="value">The value; never of a null row.</param>
    /// <param name="factor">What the conversion was set up with.</param>
    static abstract TTo Convert(TFrom value, int factor);
}

internal readonly struct Same<T> : IConversion<T, T>
{
    public static T Convert(T value, int factor) => value;
}

internal readonly struct Widen<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : System.Numerics.INumberBase<TFrom> where TTo : System.Numerics.INumberBase<TTo>
{
    public static TTo Convert(TFrom value, int factor) => TTo.CreateTruncating(value);
}

/// <summary>128-bit numbers to decimal(38,0).</summary>
internal readonly struct Bounded<TFrom> : IConversion<TFrom, Int128> where TFrom : System.Numerics.INumberBase<TFrom>
{
    private static readonly Int128 Limit = Int128.Parse("100000000000000000000000000000000000000", System.Globalization.CultureInfo.InvariantCulture);

    public static Int128 Convert(TFrom value, int factor)
    {
        Int128 number = Int128.CreateSaturating(value);
        return number > -Limit && number < Limit ? number : throw new DataMeshException(DataMeshErrorKind.QueryFailed,
            "The SQL statement failed: a whole number of its result has more than 38 digits. Cast it to double or divide it.")
        { Adapter = "duckdb", Operation = "read result" };
    }
}

/// <summary>DuckDB's 128-bit number of a UUID to its 16 bytes in network order.</summary>
internal readonly struct UuidBytes : IConversion<UInt128, UInt128>
{
    private static readonly UInt128 TopBit = UInt128.One << 127;

    public static UInt128 Convert(UInt128 value, int factor)
    {
        UInt128 bytes = default;
        BinaryPrimitives.WriteUInt128BigEndian(MemoryMarshal.AsBytes(new Span<UInt128>(ref bytes)), value ^ TopBit);
        return bytes;
    }
}

/// <summary>Coarser units to microseconds; infinite instants stay infinite.</summary>
internal readonly struct Multiply : IConversion<long, long>
{
    public static long Convert(long value, int factor) => value is long.MaxValue or -long.MaxValue ? value : checked(value * factor);
}

/// <summary>Nanoseconds to microseconds, rounded down; infinite instants stay infinite.</summary>
internal readonly struct Divide : IConversion<long, long>
{
    public static long Convert(long value, int factor) => value is long.MaxValue or -long.MaxValue ? value
        : value / factor - (value % factor < 0 ? 1 : 0);
}
