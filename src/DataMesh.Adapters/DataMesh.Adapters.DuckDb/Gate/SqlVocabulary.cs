using System.Collections.Frozen;

namespace DataMesh.Adapters;

/// <summary>Everything a statement may consist of, in DuckDB's own names. What is not here is refused.</summary>
internal static class SqlVocabulary
{
    /// <summary>Scalar, aggregate, window and macro functions: the frozen list of functions.txt, reviewed on every upgrade of DuckDB.</summary>
    internal static FrozenSet<string> Functions { get; } = ReadFunctions().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    internal static FrozenSet<string> TableFunctions { get; } = Set("range", "generate_series", "unnest");

    internal static FrozenSet<string> ExpressionClasses { get; } = Set("BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
        "FUNCTION", "LAMBDA", "OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW");

    internal static FrozenSet<string> ExpressionTypes { get; } = Set("CASE_EXPR", "OPERATOR_CAST", "COLLATE", "COLUMN_REF", "CONJUNCTION_AND", "CONJUNCTION_OR",
        "VALUE_CONSTANT", "FUNCTION", "LAMBDA", "VALUE_PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY",
        "COMPARE_BETWEEN", "COMPARE_NOT_BETWEEN", "COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_GREATERTHAN", "COMPARE_LESSTHANOREQUALTO",
        "COMPARE_GREATERTHANOREQUALTO", "COMPARE_IN", "COMPARE_NOT_IN", "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM",
        "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "OPERATOR_TRY", "OPERATOR_UNPACK",
        "ARRAY_EXTRACT", "ARRAY_SLICE", "ARRAY_CONSTRUCTOR", "STRUCT_EXTRACT", "GROUPING_FUNCTION",
        "WINDOW_AGGREGATE", "WINDOW_RANK", "WINDOW_RANK_DENSE", "WINDOW_NTILE", "WINDOW_PERCENT_RANK", "WINDOW_CUME_DIST", "WINDOW_ROW_NUMBER",
        "WINDOW_FIRST_VALUE", "WINDOW_LAST_VALUE", "WINDOW_LEAD", "WINDOW_LAG", "WINDOW_NTH_VALUE", "WINDOW_FILL");

    /// <summary>Query nodes, table references, modifiers, sort orders and kinds of type information.</summary>
    internal static FrozenSet<string> Nodes { get; } = Set("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE",
        "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST",
        "ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER", "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
        "DECIMAL_TYPE_INFO", "LIST_TYPE_INFO", "ARRAY_TYPE_INFO", "STRUCT_TYPE_INFO", "STRING_TYPE_INFO", "UNBOUND_TYPE_INFO");

    internal static FrozenSet<string> Types { get; } = Set("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
        "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "VARCHAR", "CHAR", "BLOB", "UUID", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS",
        "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "INTERVAL", "LIST", "ARRAY", "STRUCT", "MAP", "NULL", "STRING_LITERAL", "INTEGER_LITERAL");

    /// <summary>Types that the parser leaves to the binder, by name.</summary>
    internal static FrozenSet<string> NamedTypes { get; } = Set("json", "enum", "uuid", "text", "string", "timestamptz", "datetime", "guid", "bytea", "binary",
        "hugeint", "long", "short", "int1", "int2", "int4", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float4", "float8", "real",
        "numeric", "bool", "logical", "bpchar", "varchar", "integer", "bigint", "double", "decimal", "date", "time", "timestamp");

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static List<string> ReadFunctions()
    {
        using Stream stream = typeof(SqlVocabulary).Assembly.GetManifestResourceStream("functions.txt")!;
        using StreamReader reader = new(stream);
        List<string> names = [];
        while (reader.ReadLine() is { } line)
            names.Add(line);
        return names;
    }
}
