using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Data;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>How a statement gets its rows.</summary>
public enum Lane
{
    Batches,
    Files,
    Guard,
}

/// <summary>
/// The relation <c>orders</c> on each lane. Its raw file holds rows and columns that the reader may not see, all full of the word SECRET; a second file holds just what the reader sees.
/// </summary>
internal sealed class OrderFiles : IDisposable
{
    private const string Visible = "select i as id, i || '-visible' as name, case when i % 2 = 0 then 'north' else 'south' end as region from range(20) r(i)";

    private static readonly (string Name, PhysicalType Type)[] s_columns =
        [("id", Sql.Type(Kind.Int64)), ("name", Sql.Type(Kind.String)), ("region", Sql.Type(Kind.String)), ("note", Sql.Type(Kind.String)), ("salary", Sql.Type(Kind.Int64))];

    private readonly string _folder = Directory.CreateTempSubdirectory("SECRET-").FullName;

    internal OrderFiles()
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        Execute(connection, $"copy ({Visible}) to '{VisibleFile}' (format parquet)");
        Execute(connection, $"""
            copy (select *, 'SECRET-note-' || id as note, 77700 + id as salary from ({Visible})
                  union all select i, 'SECRET-' || i, 'SECRET', 'SECRET', 77700 + i from range(20, 60) r(i)) to '{RawFile}' (format parquet, row_group_size 2048)
            """);
    }

    /// <summary>The file with everything.</summary>
    internal string RawFile => Path.Combine(_folder, "SECRET-raw.parquet");

    private string VisibleFile => Path.Combine(_folder, "visible.parquet");

    internal QueryRelation Relation(Lane lane) => lane switch
    {
        Lane.Files => new Direct(new DirectFiles { Files = [new DirectFile { Path = VisibleFile, RowCount = 20 }], FileSchema = SchemaOf(3), Columns = Columns }),
        Lane.Guard => new Direct(new DirectFiles
        {
            Files = [new DirectFile { Path = RawFile, RowCount = 60 }],
            FileSchema = SchemaOf(5),
            Columns = Columns,
            RowFilter = Filter.Compare("salary", ComparisonOperator.LessThan, 77720),
        }),
        _ => Batches(),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static TestRelation Batches() => TestRelation.Of("orders", 7,
        ("id", Sql.Type(Kind.Int64), Sql.Longs(Enumerable.Range(0, 20).Select(i => (long)i))),
        ("name", Sql.Type(Kind.String), Sql.Strings(Enumerable.Range(0, 20).Select(i => $"{i}-visible"))),
        ("region", Sql.Type(Kind.String), Sql.Strings(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "north" : "south"))));

    private static DirectColumn[] Columns => [.. s_columns.Take(3).Select(c => new DirectColumn { Name = c.Name, FileColumn = c.Name })];

    private static Schema SchemaOf(int columns) => new([.. s_columns.Take(columns).Select((c, i) => ArrowFields.Create(c.Name, c.Type, true, i + 1))], null);

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A relation whose files are granted; samples of filtered rows are taken from its batches.</summary>
    private sealed class Direct(DirectFiles grant) : QueryRelation
    {
        public override string Name => "orders";

        public override Schema Schema => SchemaOf(3);

        public override DirectFiles? TryGetDirectFiles() => grant;

        public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default) =>
            Batches().OpenAsync(columns, filter, cancellationToken);
    }
}
