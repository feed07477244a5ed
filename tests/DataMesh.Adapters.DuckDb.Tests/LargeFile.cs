using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Data;

namespace DataMesh.Tests;

/// <summary>A file that is granted many times over, under a filter that no row passes: the guard works for long without giving a single chunk.</summary>
internal sealed class LargeFile : IDisposable
{
    private const int Rows = 500_000;
    private const int Times = 2_000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"datamesh-large-{Guid.NewGuid():N}.parquet");

    internal LargeFile()
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"copy (select md5(i::varchar) as text from range({Rows}) r(i)) to '{_path}' (format parquet)";
        command.ExecuteNonQuery();
    }

    internal QueryRelation Relation() => new Direct(_path);

    public void Dispose() => File.Delete(_path);

    private sealed class Direct(string path) : QueryRelation
    {
        public override string Name => "large";

        public override Schema Schema { get; } = new([ArrowFields.Create("text", Sql.Type(PhysicalTypeKind.String), true, 1)], null);

        public override DirectFiles? TryGetDirectFiles() => new()
        {
            Files = [.. Enumerable.Repeat(new DirectFile { Path = path, RowCount = Rows }, Times)],
            FileSchema = Schema,
            Columns = [new DirectColumn { Name = "text", FileColumn = "text" }],
            RowFilter = Filter.StartsWith("text", "never"),
        };

        public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The relation was opened although its files were granted.");
    }
}
