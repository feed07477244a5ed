using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Masks as SQL over the files' columns, where DuckDB gives the very values of the mesh's own kernels. A null stays null under each.</summary>
internal static class MaskSql
{
    // One more digit must fit beside a value of the column.
    private const int WidestBucketedDecimal = 37;

    /// <summary>One expression per column of a grant; null when one of the masks is not known to be exact.</summary>
    internal static string[]? TryWrite(DirectFiles grant)
    {
        string[] columns = new string[grant.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            DirectColumn column = grant.Columns[i];
            if (grant.FileSchema.GetFieldByName(column.FileColumn) is not { } field || PhysicalType.TryFromArrow(field.DataType) is not { } type
                || TryWrite(column.Mask ?? Mask.None, SqlNames.Identifier(column.FileColumn), type) is not { } sql)
                return null;
            columns[i] = sql;
        }
        return columns;
    }

    private static string? TryWrite(Mask mask, string column, PhysicalType type) => mask switch
    {
        NoMask => column,
        NullMask => $"CAST(NULL AS {SqlParameters.TypeName(type)})",
        ConstantMask constant => MaskLiteral.TryWrite(constant.Value, type) is { } literal ? $"CASE WHEN {column} IS NULL THEN NULL ELSE {literal} END" : null,
        PartialMask kept when type.Kind == PhysicalTypeKind.String => Partial(column, kept),
        TruncateMask truncate => Truncate(column, truncate.Unit, type),
        BucketMask bucket => Bucket(column, bucket.Width, type),
        _ => null,
    };

    // DuckDB counts and cuts code points here, not bytes and not graphemes.
    private static string Partial(string column, PartialMask mask)
    {
        string kept = string.Create(CultureInfo.InvariantCulture, $"least({Math.Max(mask.First, mask.Last)}, length({column}) // 2)");
        string stars = $"repeat('*', length({column}) - {kept})";
        return mask.First > 0 ? $"(left({column}, {kept}) || {stars})" : $"({stars} || right({column}, {kept}))";
    }

    // Without the session's time zone and calendar: in the proleptic Gregorian calendar and UTC, before 1970 and before 1582 as well.
    private static string? Truncate(string column, DateUnit unit, PhysicalType type) => (type.Kind, unit) switch
    {
        (PhysicalTypeKind.Date, DateUnit.Day) => column,
        (PhysicalTypeKind.Date, DateUnit.Month) => $"make_date(year({column}), month({column}), 1)",
        (PhysicalTypeKind.Date, _) => $"make_date(year({column}), 1, 1)",
        (PhysicalTypeKind.Timestamp, _) => $"make_timestamptz(epoch_us(date_trunc('{UnitOf(unit)}', make_timestamp(epoch_us({column})))))",
        _ => null,
    };

    private static string UnitOf(DateUnit unit) => unit switch { DateUnit.Day => "day", DateUnit.Month => "month", _ => "year" };

    private static string? Bucket(string column, decimal width, PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Int32 when IsWhole(width, int.MaxValue) => Floor($"CAST({column} AS BIGINT)", Whole(width), Whole(int.MinValue), "INTEGER"),
        PhysicalTypeKind.Int64 when IsWhole(width, long.MaxValue) => Floor(column, Whole(width), $"CAST('{long.MinValue}' AS BIGINT)", "BIGINT"),
        PhysicalTypeKind.Decimal when type.Precision < WidestBucketedDecimal && MaskLiteral.TryWrite(ScalarValue.From(width), type) is { } literal =>
            Floor(column, literal, MaskLiteral.Least(type), SqlParameters.TypeName(type)),
        _ => null, // floating point rounds in the division, and the mesh corrects that in ways SQL cannot
    };

    // The remainder has the value's sign, so that taking it away never leaves the type; the lowest range begins at the least value.
    private static string Floor(string value, string width, string least, string type)
    {
        string towardsZero = $"({value} - {value} % {width})";
        return $"CAST(CASE WHEN {value} % {width} >= 0 THEN {towardsZero} WHEN {towardsZero} < {least} + {width} THEN {least} ELSE {towardsZero} - {width} END AS {type})";
    }

    private static bool IsWhole(decimal width, long most) => width == decimal.Truncate(width) && width <= most;

    private static string Whole(decimal value) => string.Create(CultureInfo.InvariantCulture, $"CAST('{value:0}' AS BIGINT)");
}
