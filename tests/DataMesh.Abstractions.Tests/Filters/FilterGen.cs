using CsCheck;

namespace DataMesh.Tests.Filters;

/// <summary>Random rows and filters; values come from small pools of edge cases, so that they meet.</summary>
internal static class FilterGen
{
    private static readonly long[] s_whole = [0, 1, -1, 2, 3, 1000, int.MaxValue, int.MinValue, (1L << 53) + 1, 1L << 53, long.MaxValue, long.MinValue];
    private static readonly double[] s_float = [0.0, -0.0, 1, -1, 0.5, 2.5, 0.1, (double)0.1f, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 9007199254740992, 1e300, -1e300, double.Epsilon];
    private static readonly decimal[] s_decimal = [0m, 1m, -1m, 1.25m, 2.5m, 0.1m, -3.33m, 1000m, 9007199254740993m, 12345678901234.56m];
    private static readonly string[] s_text = ["", "a", "ab", "abc", "b", "it's", "\uFFFD", "\U0001F600", "\U0001F600x", "\uE000", "ü", "\"q\"", "null", "a\0b", "12345678", "12345679", "123456789"];
    private static readonly byte[][] s_bytes = [[], [0], [0, 1], [255], [255, 255], [1]];
    private static readonly Guid[] s_uuids = [Guid.Empty, new("00000000-0000-0000-0000-000000000001"), new("80000000-0000-0000-0000-000000000000"), new("7fffffff-ffff-ffff-ffff-ffffffffffff"), new("01020304-0506-0708-090a-0b0c0d0e0f10")];
    private static readonly DateOnly[] s_days = [new(1970, 1, 1), new(1969, 12, 31), new(2001, 2, 28), new(2001, 3, 1), new(1, 1, 1), new(9999, 12, 31)];
    private static readonly TimeOnly[] s_hours = [new(0, 0), new(23, 59, 59, 999), new(12, 30, 0), new(12, 30, 0, 0, 1)];
    private static readonly DateTime[] s_instants = [.. s_days.SelectMany(d => s_hours.Select(h => d.ToDateTime(h, DateTimeKind.Utc)))];

    /// <summary>A value that a column of a type can hold.</summary>
    public static Gen<ScalarValue> Stored(PhysicalType type) => Gen.Frequency<ScalarValue>((1, Gen.Const(ScalarValue.Null)), (4, type.Kind switch
    {
        PhysicalTypeKind.Boolean => Gen.Bool.Select(ScalarValue.From),
        PhysicalTypeKind.Int32 => Gen.OneOf(s_whole).Where(v => v is >= int.MinValue and <= int.MaxValue).Select(ScalarValue.From),
        PhysicalTypeKind.Int64 => Gen.OneOf(s_whole).Select(ScalarValue.From),
        PhysicalTypeKind.Float => Gen.OneOf(s_float).Select(v => ScalarValue.From((double)(float)v)),
        PhysicalTypeKind.Double => Gen.OneOf(s_float).Select(ScalarValue.From),
        PhysicalTypeKind.Decimal => Gen.OneOf(s_decimal).Select(ScalarValue.From),
        _ => Literal(type.ScalarKind),
    }));

    public static Gen<ScalarValue[]> Row { get; } = Gen.Int[0, int.MaxValue].SelectMany(_ => Combine(Rows.Columns.Select(c => Stored(c.Type))));

    public static Gen<ScalarValue> Literal(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => Gen.Bool.Select(ScalarValue.From),
        ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal => Gen.OneOf<ScalarValue>(Gen.OneOf(s_whole).Select(ScalarValue.From), Gen.OneOf(s_float).Select(ScalarValue.From), Gen.OneOf(s_decimal).Select(ScalarValue.From)),
        ScalarKind.String => Gen.OneOf(s_text).Select(v => ScalarValue.From(v)),
        ScalarKind.Binary => Gen.OneOf(s_bytes).Select(v => ScalarValue.From(v)),
        ScalarKind.Uuid => Gen.OneOf(s_uuids).Select(ScalarValue.From),
        ScalarKind.Date => Gen.OneOf(s_days).Select(ScalarValue.From),
        ScalarKind.Time => Gen.OneOf(s_hours).Select(ScalarValue.From),
        _ => Gen.OneOf(s_instants).Select(v => ScalarValue.From(v)),
    };

    /// <summary>Filters over the columns; <paramref name="mixedPairs"/> also compares columns of different number types.</summary>
    public static Gen<Filter> Filters(bool mixedPairs, int depth = 3) => depth == 0 ? Leaf(mixedPairs) : Gen.Frequency<Filter>(
        (3, Leaf(mixedPairs)),
        (1, Filters(mixedPairs, depth - 1).Array[0, 3].Select(parts => (Filter)new AndFilter { Operands = [.. parts] })),
        (1, Filters(mixedPairs, depth - 1).Array[0, 3].Select(parts => (Filter)new OrFilter { Operands = [.. parts] })),
        (2, Filters(mixedPairs, depth - 1).Select(Filter.Not)));

    private static Gen<Filter> Leaf(bool mixedPairs) => Gen.OneOf<(string Name, PhysicalType Type)>([.. Rows.Columns]).SelectMany(column => Leaf(column.Name, column.Type, mixedPairs));

    private static Gen<Filter> Leaf(string name, PhysicalType type, bool mixedPairs)
    {
        FilterOperand column = FilterOperand.Column(name);
        Gen<ScalarValue> literal = Gen.Frequency<ScalarValue>((9, Literal(type.ScalarKind)), (1, Gen.Const(ScalarValue.Null)));
        Gen<FilterOperand> operand = Gen.Frequency<FilterOperand>((4, literal.Select(FilterOperand.Literal)), (1, Gen.OneOf<string>([.. Partners(type, mixedPairs)]).Select(FilterOperand.Column)));
        Gen<ComparisonOperator> comparison = Gen.OneOf(Enum.GetValues<ComparisonOperator>());
        List<(int, IGen<Filter>)> leaves =
        [
            (5, Gen.Select(comparison, operand, (c, o) => Filter.Compare(column, c, o))),
            (2, Gen.Select(comparison, operand, (c, o) => Filter.Compare(o, c, column))),
            (1, Gen.Const(Filter.IsNull(name))),
            (2, literal.Array[0, 4].Select(v => Filter.In(name, v))),
            (1, Gen.Select(operand, operand, (low, high) => (Filter)new BetweenFilter { Operand = column, Low = low, High = high })),
            (1, Gen.OneOf<bool?>(true, false, null).Select(v => (Filter)new ConstantFilter { Value = v })),
        ];
        if (type.ScalarKind == ScalarKind.Float)
            leaves.Add((2, Gen.Const(Filter.IsNaN(name))));
        if (type.ScalarKind == ScalarKind.String)
            leaves.Add((2, Gen.OneOf(s_text).Select(p => Filter.StartsWith(name, p))));
        return Gen.Frequency<Filter>([.. leaves]);
    }

    private static IEnumerable<string> Partners(PhysicalType type, bool mixed) => Rows.Columns
        .Where(c => c.Type.ScalarKind == type.ScalarKind || (mixed && IsNumber(c.Type.ScalarKind) && IsNumber(type.ScalarKind)))
        .Select(c => c.Name);

    private static bool IsNumber(ScalarKind kind) => kind is ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal;

    private static Gen<T[]> Combine<T>(IEnumerable<Gen<T>> gens) => gens.Aggregate(Gen.Const(System.Array.Empty<T>()), (all, next) => Gen.Select(all, next, (a, b) => (T[])[.. a, b]));
}
