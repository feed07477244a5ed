using System.Globalization;
using DuckDB.NET.Data;

namespace DataMesh.Tests;

/// <summary>DuckDB as an independent reader and writer of Parquet files.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDb()
    {
        _connection.Open();
        Execute("SET TimeZone = 'UTC'");
    }

    public void Dispose() => _connection.Dispose();

    public void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Count(string sql) => Convert.ToInt64(Query(sql)[0][0], CultureInfo.InvariantCulture);

    public List<object?[]> Query(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Copy(reader.GetValue(i)))]);
        return rows;
    }

    // A stream of DuckDB points into the chunk that is being read.
    private static object Copy(object value)
    {
        if (value is not Stream stream)
            return value;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
