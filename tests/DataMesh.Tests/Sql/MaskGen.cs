using CsCheck;

namespace DataMesh.Tests;

/// <summary>Masks to try.</summary>
internal static class MaskGen
{
    /// <summary>The masks that the guard evaluates for a type.</summary>
    internal static Mask[] For(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.String => [Mask.Null, Mask.Constant("it's ü😀"), Mask.Constant(""), Mask.KeepFirst(1), Mask.KeepFirst(3), Mask.KeepLast(1), Mask.KeepLast(1_000)],
        PhysicalTypeKind.Int32 => [Mask.Null, Mask.Constant(-7), Mask.Bucket(10), Mask.Bucket(3), Mask.Bucket(int.MaxValue)],
        PhysicalTypeKind.Int64 => [Mask.Null, Mask.Constant(long.MinValue), Mask.Bucket(10), Mask.Bucket(7), Mask.Bucket(long.MaxValue)],
        PhysicalTypeKind.Float => [Mask.Null, Mask.Constant(-0.5), Mask.Constant(double.NaN)],
        PhysicalTypeKind.Double => [Mask.Null, Mask.Constant(double.PositiveInfinity), Mask.Constant(0.1), Mask.Constant(-1e300)],
        PhysicalTypeKind.Decimal => [Mask.Null, Mask.Constant(-1.25m), Mask.Constant(5m), Mask.Bucket(10), Mask.Bucket(0.25m), Mask.Bucket(33.33m)],
        PhysicalTypeKind.Date => [Mask.Null, Mask.Constant(ScalarValue.From(new DateOnly(1, 1, 1))), Mask.Year, Mask.Month, Mask.Day],
        PhysicalTypeKind.Time => [Mask.Null, Mask.Constant(ScalarValue.From(new TimeOnly(23, 59, 59, 999, 999)))],
        PhysicalTypeKind.Timestamp => [Mask.Null, Mask.Constant(ScalarValue.From(new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc))), Mask.Year, Mask.Month, Mask.Day],
        _ => [Mask.Null],
    };

    internal static Gen<Dictionary<string, Mask>> Choice(IReadOnlyList<(string Name, PhysicalType Type)> columns) => Gen.Int.Select(seed =>
    {
        Random random = new(seed);
        return columns.Where(_ => random.Next(3) > 0).ToDictionary(c => c.Name, c => For(c.Type)[random.Next(For(c.Type).Length)]);
    });
}
