using System.Globalization;
using System.Text;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Data;

namespace DataMesh.Tests.Filters;

/// <summary>The SQL text of a filter gives in DuckDB what the evaluator gives here.</summary>
public sealed class DuckDbLawTests : IDisposable
{
    private const int RowCount = 80;
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly ScalarValue[][] _rows;

    public DuckDbLawTests()
    {
        _connection.Open();
        _rows = FilterGen.Row.Array[RowCount].Single();
        Execute("SET threads = 1");
        Execute($"CREATE TABLE t (n INTEGER, {string.Join(", ", Rows.Columns.Select(c => $"{Quote(c.Name)} {SqlType(c.Type)}"))})");
        for (int i = 0; i < _rows.Length; i++)
            Insert(i, _rows[i]);
    }

    [Fact]
    public void Every_filter_gives_the_same_truth_values_in_DuckDB()
    {
        using RecordBatch batch = Rows.Build(_rows);
        TruthValue[] truth = new TruthValue[RowCount];
        FilterGen.Filters(mixedPairs: false).Sample(filter =>
        {
            StringBuilder sql = new("SELECT ");
            FilterSql.AppendFilter(sql, filter, Rows.Schema);
            sql.Append(" FROM t ORDER BY n");
            FilterEvaluator.Create(filter, Rows.Schema).Evaluate(batch, truth);

            Assert.Equal(truth, Query(sql.ToString()));
        }, iter: 600, threads: 1, print: filter => filter.ToString());
    }

    [Fact]
    public void Hostile_names_and_texts_stay_names_and_texts()
    {
        Execute("CREATE TABLE u (\"a\"\"; DROP TABLE t; --\" VARCHAR)");
        Execute("INSERT INTO u VALUES ('''; DROP TABLE t; --')");
        StringBuilder sql = new("SELECT ");
        FilterSql.AppendFilter(sql, Filter.Equal("a\"; DROP TABLE t; --", "'; DROP TABLE t; --"));
        sql.Append(" FROM u");

        Assert.Equal([TruthValue.True], Query(sql.ToString()));
        Assert.Equal(RowCount, Query("SELECT TRUE FROM t").Count);
    }

    [Fact]
    public void A_text_that_is_not_Unicode_is_refused()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => FilterSql.AppendFilter(new StringBuilder(), Filter.Equal("name", "\uD83D")));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
    }

    public void Dispose() => _connection.Dispose();

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string SqlType(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => "BOOLEAN",
        PhysicalTypeKind.Int32 => "INTEGER",
        PhysicalTypeKind.Int64 => "BIGINT",
        PhysicalTypeKind.Float => "FLOAT",
        PhysicalTypeKind.Double => "DOUBLE",
        PhysicalTypeKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        PhysicalTypeKind.String => "VARCHAR",
        PhysicalTypeKind.Binary => "BLOB",
        PhysicalTypeKind.Uuid => "UUID",
        PhysicalTypeKind.Date => "DATE",
        PhysicalTypeKind.Time => "TIME",
        _ => "TIMESTAMPTZ",
    };

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Values go in as parameters, not through the literals that are under test. The client ends a parameter at NUL, so that character goes in disguise.
    private void Insert(int number, ScalarValue[] row)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO t VALUES ({number}, {string.Join(", ", Rows.Columns.Select((c, i) => $"CAST({Hole(c.Type, i + 1)} AS {SqlType(c.Type)})"))})";
        foreach (ScalarValue value in row)
            command.Parameters.Add(new DuckDBParameter(Parameter(value)));
        command.ExecuteNonQuery();
    }

    private static object Parameter(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Null => DBNull.Value,
        ScalarKind.Boolean => value.AsBoolean(),
        ScalarKind.Integer => value.AsInteger(),
        ScalarKind.Float => value.AsFloat(),
        ScalarKind.Binary => value.AsBinary().ToArray(),
        ScalarKind.Timestamp => value.AsTimestamp().ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture),
        _ => value.ToString().Replace('\0', '\u0001'),
    };

    private static string Hole(PhysicalType type, int number) => type.Kind == PhysicalTypeKind.String ? $"replace(${number}, chr(1), chr(0))" : $"${number}";

    private List<TruthValue> Query(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<TruthValue> values = [];
        while (reader.Read())
            values.Add(reader.IsDBNull(0) ? TruthValue.Unknown : reader.GetBoolean(0) ? TruthValue.True : TruthValue.False);
        return values;
    }
}
