using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Data;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>
/// Three files of which a reader sees the rows with <c>hidden &lt; 50</c>, names masked and notes as null, beside files that hold just what the reader sees. Each file is a part of its own.
/// </summary>
internal sealed class GroupedFiles : IDisposable
{
    private const int Files = 3;
    private const long PartRows = 1L << 20; // as the grant says, so that parts are not put together

    private static readonly (string Name, PhysicalType Type, string Sql)[] s_columns =
    [
        ("id", Sql.Type(Kind.Int64), "i * 7919"),
        ("status", Sql.Type(Kind.String), "case i % 6 when 5 then null else 'status-of-many-' || i % 6 end"),
        ("name", Sql.Type(Kind.String), "'n' || i % 13 || '-name'"),
        ("note", Sql.Type(Kind.String), "case when i % 3 = 0 then 'note' end"),
        ("quantity", Sql.Type(Kind.Int32), "case when i % 11 = 0 then null else i % 97 - 40 end"),
        ("amount", PhysicalType.Decimal(12, 2), "(i % 1000) * 1.25 - 300"),
        ("wide", PhysicalType.Decimal(38, 3), "i * 1000.125"),
        ("ratio", Sql.Type(Kind.Double), "case i % 17 when 0 then 'nan'::double when 1 then null else (i % 1000) / 8 end"),
        ("day", Sql.Type(Kind.Date), "date '1969-12-20' + (i % 40)::int"),
        ("seen", Sql.Type(Kind.Timestamp), "timestamptz '2001-01-01 00:00:00+00' + to_seconds(i % 5000)"),
        ("flag", Sql.Type(Kind.Boolean), "case i % 5 when 0 then null else i % 2 = 0 end"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("grouped-").FullName;

    internal GroupedFiles(int rows)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        Execute(connection, "set timezone='UTC'");
        for (int file = 0; file < Files; file++)
        {
            string source = $"select {string.Join(", ", s_columns.Select(c => $"({c.Sql})::{TypeName(c.Type)} as {c.Name}"))}, (i % 100)::bigint as hidden from range({file * rows}, {(file + 1) * rows}) r(i)";
            Execute(connection, $"copy ({source}) to '{Raw(file)}' (format parquet, row_group_size 2048)");
            Execute(connection, $"copy (select * exclude (hidden) replace (left(name, 2) || repeat('*', length(name) - 2) as name, null::varchar as note) from ({source}) where hidden < 50) to '{Visible(file)}' (format parquet)");
        }
    }

    /// <summary>What the reader sees, granted as it is: DuckDB alone.</summary>
    internal QueryRelation Plain => new Granted(new DirectFiles
    {
        Files = [.. Enumerable.Range(0, Files).Select(f => new DirectFile { Path = Visible(f), RowCount = PartRows })],
        FileSchema = SchemaOf(s_columns),
        Columns = [.. s_columns.Select(c => new DirectColumn { Name = c.Name, FileColumn = c.Name })],
    });

    /// <summary>The same through the guard.</summary>
    internal QueryRelation Restricted => new Granted(new DirectFiles
    {
        Files = [.. Enumerable.Range(0, Files).Select(f => new DirectFile { Path = Raw(f), RowCount = PartRows })],
        FileSchema = SchemaOf([.. s_columns, ("hidden", Sql.Type(Kind.Int64), "")]),
        Columns = [.. s_columns.Select(c => new DirectColumn { Name = c.Name, FileColumn = c.Name, Mask = MaskOf(c.Name) })],
        RowFilter = Filter.Compare("hidden", ComparisonOperator.LessThan, 50),
    });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Raw(int file) => Path.Combine(_folder, $"raw-{file}.parquet");

    private string Visible(int file) => Path.Combine(_folder, $"visible-{file}.parquet");

    private static Mask? MaskOf(string column) => column switch { "name" => Mask.KeepFirst(2), "note" => Mask.Null, _ => null };

    private static string TypeName(PhysicalType type) => type.Kind switch
    {
        Kind.Int64 => "bigint", Kind.Int32 => "int", Kind.String => "varchar", Kind.Double => "double", Kind.Date => "date", Kind.Boolean => "boolean", Kind.Timestamp => "timestamptz", _ => $"{type}",
    };

    private static Schema SchemaOf((string Name, PhysicalType Type, string Sql)[] columns) => new([.. columns.Select((c, i) => ArrowFields.Create(c.Name, c.Type, true, i + 1))], null);

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Granted(DirectFiles grant) : QueryRelation
    {
        public override string Name => "t";

        public override Schema Schema => SchemaOf(s_columns);

        public override DirectFiles? TryGetDirectFiles() => grant;

        public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The relation was opened although its files were granted.");
    }
}
