using System.Globalization;
using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A comparison of one column with constants that are not null; every one of them rejects null.</summary>
internal sealed class SqlCondition
{
    private static readonly string[] LocalTimes = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
    private static readonly string[] ZonedTimes = ["yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz"];

    private readonly ComparisonOperator _comparison;
    private readonly ScalarValue[] _values;
    private readonly bool _isList;

    private SqlCondition(IReadOnlyList<string> column, ComparisonOperator comparison, ScalarValue[] values, bool isList)
    {
        Column = column;
        _comparison = comparison;
        _values = values;
        _isList = isList;
    }

    /// <summary>The column's name, qualified or not.</summary>
    internal IReadOnlyList<string> Column { get; }

    /// <summary>The one kind of all constants. Kinds whose comparison DuckDB and the mesh might see differently are not read.</summary>
    internal ScalarKind Kind => _values[0].Kind;

    /// <summary>The condition on the column under its stored name.</summary>
    internal Filter ToFilter(string column) => _isList ? Filter.In(column, _values) : Filter.Compare(column, _comparison, _values[0]);

    /// <summary>Reads an expression that demands one or two such comparisons; none when it is anything else.</summary>
    internal static IEnumerable<SqlCondition> Read(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters) => expression.GetProperty("type").GetString() == "COMPARE_BETWEEN"
        ? Between(expression, parameters) : TryRead(expression, parameters) is { } condition ? [condition] : [];

    private static SqlCondition? TryRead(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters) => expression.GetProperty("type").GetString() switch
    {
        "COMPARE_EQUAL" => Compare(expression, parameters, ComparisonOperator.Equal, ComparisonOperator.Equal),
        "COMPARE_LESSTHAN" => Compare(expression, parameters, ComparisonOperator.LessThan, ComparisonOperator.GreaterThan),
        "COMPARE_LESSTHANOREQUALTO" => Compare(expression, parameters, ComparisonOperator.LessThanOrEqual, ComparisonOperator.GreaterThanOrEqual),
        "COMPARE_GREATERTHAN" => Compare(expression, parameters, ComparisonOperator.GreaterThan, ComparisonOperator.LessThan),
        "COMPARE_GREATERTHANOREQUALTO" => Compare(expression, parameters, ComparisonOperator.GreaterThanOrEqual, ComparisonOperator.LessThanOrEqual),
        "COMPARE_IN" => In(expression, parameters),
        _ => null,
    };

    private static SqlCondition? Compare(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters, ComparisonOperator comparison, ComparisonOperator mirrored)
    {
        JsonElement left = expression.GetProperty("left"), right = expression.GetProperty("right");
        if (ColumnOf(left) is { } column)
            return Constant(right, parameters) is { IsNull: false } value ? new(column, comparison, [value], isList: false) : null;
        return ColumnOf(right) is { } other && Constant(left, parameters) is { IsNull: false } constant ? new(other, mirrored, [constant], isList: false) : null;
    }

    private static SqlCondition[] Between(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters) =>
        ColumnOf(expression.GetProperty("input")) is { } column
        && Constant(expression.GetProperty("lower"), parameters) is { IsNull: false } lower && Constant(expression.GetProperty("upper"), parameters) is { IsNull: false } upper
            ? [new(column, ComparisonOperator.GreaterThanOrEqual, [lower], isList: false), new(column, ComparisonOperator.LessThanOrEqual, [upper], isList: false)] : [];

    private static SqlCondition? In(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        JsonElement[] children = [.. expression.GetProperty("children").EnumerateArray()];
        ScalarValue[] values = [.. children.Skip(1).Select(c => Constant(c, parameters))];
        return children.Length > 1 && ColumnOf(children[0]) is { } column && values.All(v => !v.IsNull && v.Kind == values[0].Kind)
            ? new(column, ComparisonOperator.Equal, values, isList: true) : null;
    }

    private static string[]? ColumnOf(JsonElement expression) => expression.GetProperty("type").GetString() == "COLUMN_REF"
        ? [.. expression.GetProperty("column_names").EnumerateArray().Select(n => n.GetString()!)] : null;

    // Null stands for everything that is not a constant of a kind compared alike on both sides.
    private static ScalarValue Constant(JsonElement expression, IReadOnlyDictionary<string, QueryParameter> parameters) => expression.GetProperty("class").GetString() switch
    {
        "CONSTANT" => Literal(expression.GetProperty("value")),
        "CAST" when expression.GetProperty("child") is var child && child.GetProperty("class").GetString() == "PARAMETER"
            && parameters.TryGetValue(child.GetProperty("identifier").GetString()!, out QueryParameter? parameter) && parameter.Values is null && IsComparedAlike(parameter.Value.Kind) => parameter.Value,
        "CAST" when !expression.GetProperty("try_cast").GetBoolean() && expression.GetProperty("child") is var child && child.GetProperty("class").GetString() == "CONSTANT"
            && Literal(child.GetProperty("value")) is { Kind: ScalarKind.String } text => Time(expression.GetProperty("cast_type").GetProperty("id").GetString(), text.AsString()),
        _ => default,
    };

    // DATE '…', TIMESTAMP '…' and TIMESTAMPTZ '…' in their plainest forms; instances have the time zone UTC.
    private static ScalarValue Time(string? type, string text)
    {
        if (type is "DATE")
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? ScalarValue.From(date) : default;
        string[] forms = type switch { "TIMESTAMP" => LocalTimes, "TIMESTAMP WITH TIME ZONE" => [.. LocalTimes, .. ZonedTimes], _ => [] };
        return DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? ScalarValue.From(time) : default;
    }

    private static ScalarValue Literal(JsonElement value) => value.GetProperty("is_null").GetBoolean() ? default : value.GetProperty("type").GetProperty("id").GetString() switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" => ScalarValue.From(value.GetProperty("value").GetInt64()),
        "VARCHAR" => ScalarValue.From(value.GetProperty("value").GetString()),
        _ => default,
    };

    private static bool IsComparedAlike(ScalarKind kind) =>
        kind is ScalarKind.Integer or ScalarKind.String or ScalarKind.Boolean or ScalarKind.Date or ScalarKind.Timestamp or ScalarKind.Uuid;
}
