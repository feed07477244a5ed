using DuckDB.NET.Data;

namespace DataMesh.Tests.Policies;

/// <summary>What an independent reader finds in a file.</summary>
internal static class ParquetFacts
{
    /// <summary>The bounds that a file states for a column, in row groups and everywhere else DuckDB looks.</summary>
    public static string[] Bounds(string file, string column)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select stats_min_value, stats_max_value, stats_min, stats_max from parquet_metadata('{file.Replace("'", "''", StringComparison.Ordinal)}') where path_in_schema = '{column}'";
        List<string> bounds = [];
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
            bounds.AddRange(Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i)).Select(i => reader.GetValue(i).ToString()!));
        return [.. bounds];
    }
}
