using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>SQL whose holes are parameters or opened ports, never text: <c>$"select sum(amount) from {orders} where day >= {since}"</c>.</summary>
/// <remarks>No overload anywhere takes a plain string, and a hole of another type does not compile. Immutable once built.</remarks>
[InterpolatedStringHandler]
public sealed class SqlStatement
{
    private const int MaximumDecimalDigits = 29;

    private readonly List<SqlPart> _parts;

    /// <summary>Called by the compiler.</summary>
    public SqlStatement(int literalLength, int formattedCount)
    {
        LiteralLength = literalLength;
        _parts = new List<SqlPart>(formattedCount * 2 + 1);
    }

    /// <summary>The number of characters outside the holes.</summary>
    public int LiteralLength { get; }

    /// <summary>Texts, ports and parameters in the order of the statement.</summary>
    public IReadOnlyList<SqlPart> Parts => _parts;

    /// <summary>Appends text; called by the compiler.</summary>
    public void AppendLiteral(string value) => _parts.Add(new SqlPart { Text = value });

    /// <summary>Appends a port that the statement reads.</summary>
    public void AppendFormatted(IInputPort relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        _parts.Add(new SqlPart { Relation = relation });
    }

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(string? value) => Bind(PhysicalTypeKind.String, ScalarValue.From(value));

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(bool? value) => Bind(PhysicalTypeKind.Boolean, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(long? value) => Bind(PhysicalTypeKind.Int64, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(double? value) => Bind(PhysicalTypeKind.Double, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter, with as many digits as its value has.</summary>
    public void AppendFormatted(decimal? value) => _parts.Add(new SqlPart
    {
        ParameterType = PhysicalType.Decimal(MaximumDecimalDigits, value?.Scale ?? 0),
        Parameter = value is { } v ? ScalarValue.From(v) : default,
    });

    /// <summary>Appends a parameter: an instant.</summary>
    /// <exception cref="ArgumentException">The kind is not UTC.</exception>
    public void AppendFormatted(DateTime? value) => Bind(PhysicalTypeKind.Timestamp, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter: an instant.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Bind(PhysicalTypeKind.Timestamp, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(DateOnly? value) => Bind(PhysicalTypeKind.Date, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(TimeOnly? value) => Bind(PhysicalTypeKind.Time, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a parameter.</summary>
    public void AppendFormatted(Guid? value) => Bind(PhysicalTypeKind.Uuid, value is { } v ? ScalarValue.From(v) : default);

    /// <summary>Appends a list parameter, for <c>column in {values}</c>.</summary>
    public void AppendFormatted(IReadOnlyList<string> values) => BindList(PhysicalTypeKind.String, values, ScalarValue.From);

    /// <summary>Appends a list parameter, for <c>column in {values}</c>.</summary>
    public void AppendFormatted(IReadOnlyList<long> values) => BindList(PhysicalTypeKind.Int64, values, ScalarValue.From);

    /// <summary>Parses SQL text in which opened ports are named; for tools that get statements from people.</summary>
    /// <param name="sql">One SELECT. It runs in the engine's sandbox and may name only the relations.</param>
    /// <param name="relations">The ports by the name the text gives them.</param>
    public static SqlStatement Parse(string sql, IReadOnlyDictionary<string, IInputPort> relations)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        ArgumentNullException.ThrowIfNull(relations);
        SqlStatement statement = new(sql.Length, relations.Count) { Named = relations };
        statement.AppendLiteral(sql);
        return statement;
    }

    /// <summary>Ports that the text itself names; empty for an interpolated statement.</summary>
    public IReadOnlyDictionary<string, IInputPort> Named { get; private init; } = System.Collections.Frozen.FrozenDictionary<string, IInputPort>.Empty;

    private void Bind(PhysicalTypeKind type, ScalarValue value) => _parts.Add(new SqlPart { ParameterType = PhysicalType.Of(type), Parameter = value });

    private void BindList<T>(PhysicalTypeKind type, IReadOnlyList<T> values, Func<T, ScalarValue> convert)
    {
        ArgumentNullException.ThrowIfNull(values);
        _parts.Add(new SqlPart { ParameterType = PhysicalType.Of(type), ParameterList = [.. values.Select(convert)] });
    }
}
