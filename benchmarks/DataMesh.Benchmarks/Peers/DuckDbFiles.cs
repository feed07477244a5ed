using System.Globalization;
using DuckDB.NET.Data;

namespace DataMesh.Benchmarks;

/// <summary>DuckDB reading the same files, through its ADO.NET driver, on one open connection.</summary>
internal sealed class DuckDbFiles : IDisposable
{
    public const string Bare = "DuckDB on the files";
    public const string Records = "DuckDB.NET ADO → records";
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDbFiles()
    {
        _connection.Open();
        Execute("set timezone = 'UTC'");
    }

    public static string Table(IEnumerable<string> files) => $"read_parquet([{string.Join(", ", files.Select(f => $"'{f}'"))}])";

    public static string Literal(DateTime time) => string.Create(CultureInfo.InvariantCulture, $"timestamptz '{time:yyyy-MM-dd HH:mm:ss.ffffff}+00'");

    public void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public Outcome ReadOrders(string sql)
    {
        OrderSum sum = default;
        foreach (Order order in Read(sql, ToOrder))
            sum.Add(order);
        return sum.ToOutcome();
    }

    public IEnumerable<T> Read<T>(string sql, Func<DuckDBDataReader, T> map)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return map(reader);
    }

    /// <summary>Rows of whole numbers, summed over all columns.</summary>
    public Outcome Sum(string sql)
    {
        long rows = 0, sum = 0;
        foreach (long value in Read(sql, SumOf))
        {
            rows++;
            sum += value;
        }
        return new Outcome(rows, sum);
    }

    /// <summary>One row: how many rows there were, and their sum.</summary>
    public Outcome CountAndSum(string sql) => Read(sql, row => new Outcome(row.GetInt64(0), row.GetInt64(1))).Single();

    public void Dispose() => _connection.Dispose();

    private static long SumOf(DuckDBDataReader row)
    {
        long sum = 0;
        for (int i = 0; i < row.FieldCount; i++)
            sum += row.GetInt64(i);
        return sum;
    }

    private static Order ToOrder(DuckDBDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Quantity = row.GetInt32(1),
        Customer = row.GetString(2),
        Status = row.GetString(3),
        Amount = row.GetDecimal(4),
        Weight = row.GetDouble(5),
        OrderedAt = row.GetDateTime(6),
        Express = row.GetBoolean(7),
        Discount = row.IsDBNull(8) ? null : row.GetInt32(8),
        Note = row.IsDBNull(9) ? null : row.GetString(9),
    };
}
