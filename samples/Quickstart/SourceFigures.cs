using DuckDB.NET.Data;

namespace Quickstart;

/// <summary>The same questions asked of the source files, by another reader and without the mesh: what every number is checked against.</summary>
internal sealed class SourceFigures : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public SourceFigures()
    {
        _connection.Open();
        Execute("set memory_limit = '256MB'; set preserve_insertion_order = false").Dispose();
        Execute($"create view flights as from read_parquet('{SourceFiles.PathOf("flights-3m.parquet")}')").Dispose();
        // What the rules of flight operations let through: possible delays, and months that are complete.
        Execute("create view departures as from flights where delay between -120 and 1440 and date < '2001-07-01'").Dispose();
        foreach (string table in (string[])["airports", "birdstrikes", "airport-names"])
            Execute($"create view \"{table}\" as from read_csv('{SourceFiles.PathOf(table + ".csv")}', header = true, all_varchar = true)").Dispose();
    }

    public long Count(string sql) => Rows(sql, row => Convert.ToInt64(row.GetValue(0), null)).Single();

    public T[] Rows<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using DuckDBCommand command = Execute(sql);
        using DuckDBDataReader row = command.ExecuteReader();
        List<T> rows = [];
        while (row.Read())
            rows.Add(read(row));
        return [.. rows];
    }

    public void Dispose() => _connection.Dispose();

    private DuckDBCommand Execute(string sql)
    {
        DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        if (!sql.StartsWith("select", StringComparison.Ordinal) && !sql.StartsWith("from", StringComparison.Ordinal))
            command.ExecuteNonQuery();
        return command;
    }
}
