using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Runs statements and reads results as text.</summary>
internal static class Sql
{
    internal static QueryParameter Parameter(string name, PhysicalTypeKind type, ScalarValue value) => new() { Name = name, Type = PhysicalType.Of(type), Value = value };

    internal static QueryParameter List(string name, PhysicalTypeKind type, params ScalarValue[] values) => new() { Name = name, Type = PhysicalType.Of(type), Values = values };

    /// <summary>Rows as text, values separated by a bar.</summary>
    internal static Task<List<string>> RowsAsync(this QueryEngine engine, string sql, params QueryRelation[] relations) => engine.RowsAsync(sql, relations, []);

    internal static Task<List<string>> RowsAsync(this QueryEngine engine, string sql, QueryRelation[] relations, QueryParameter[] parameters) =>
        engine.RowsAsync(sql, relations, parameters, TestContext.Current.CancellationToken);

    internal static async Task<List<string>> RowsAsync(
        this QueryEngine engine, string sql, QueryRelation[] relations, QueryParameter[] parameters, CancellationToken cancellationToken)
    {
        List<string> rows = [];
        await using QueryRun run = await engine.StartAsync(new QueryPlan { Sql = sql, Relations = relations, Parameters = parameters }, cancellationToken);
        await foreach (RecordBatch batch in run.ReadAsync(cancellationToken))
            using (batch)
                for (int row = 0; row < batch.Length; row++)
                    rows.Add(string.Join('|', batch.Arrays.Select(array => Text(array, row))));
        return rows;
    }

    internal static string Text(IArrowArray array, int row) => array.IsNull(row) ? "null" : array switch
    {
        BooleanArray a => a.GetValue(row)!.Value ? "true" : "false",
        Int32Array a => a.GetValue(row)!.Value.ToString(),
        Int64Array a => a.GetValue(row)!.Value.ToString(),
        FloatArray a => a.GetValue(row)!.Value.ToString("R"),
        DoubleArray a => a.GetValue(row)!.Value.ToString("R"),
        Decimal128Array a => a.GetString(row),
        StringArray a => a.GetString(row),
        BinaryArray a => Convert.ToHexStringLower(a.GetBytes(row)),
        Date32Array a => a.GetDateTime(row)!.Value.ToString("yyyy-MM-dd"),
        Time64Array a => a.GetValue(row)!.Value.ToString(),
        TimestampArray a => a.GetTimestamp(row)!.Value.ToString("yyyy-MM-ddTHH:mm:ss.ffffff"),
        FixedSizeBinaryArray a => new Guid(a.GetBytes(row), bigEndian: true).ToString(),
        StructArray a => $"{{{string.Join(", ", ((StructType)a.Data.DataType).Fields.Select((field, i) => $"{field.Name}: {Text(a.Fields[i], row)}"))}}}",
        MapArray a => $"{{{string.Join(", ", Items(a, row).Select(i => $"{Text(a.Keys, i)}: {Text(a.Values, i)}"))}}}",
        ListArray a => $"[{string.Join(", ", Items(a, row).Select(i => Text(a.Values, i)))}]",
        DictionaryArray a => Text(a.Dictionary, ((Int32Array)a.Indices).GetValue(row)!.Value),
        _ => throw new NotSupportedException(array.GetType().Name),
    };

    private static IEnumerable<int> Items(ListArray lists, int row) => Enumerable.Range(lists.ValueOffsets[row], lists.GetValueLength(row));

    internal static Int64Array Longs(IEnumerable<long> values) => new Int64Array.Builder().AppendRange(values).Build();

    internal static StringArray Strings(IEnumerable<string?> values) => new StringArray.Builder().AppendRange(values).Build();

    internal static PhysicalType Type(PhysicalTypeKind kind) => PhysicalType.Of(kind);
}
