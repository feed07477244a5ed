using DataMesh.Adapters;
using DuckDB.NET.Native;

namespace DataMesh.Tests;

public sealed class InstancePoolTests : IDisposable
{
    private const string Mine = "/data/mine.parquet";
    private const string Yours = "/data/yours.parquet";

    private readonly string _spill = Directory.CreateTempSubdirectory("spill-").FullName;
    private readonly InstancePool _pool;

    public InstancePoolTests() => _pool = new InstancePool(new DuckDbOptions { Threads = 1, SpillFolder = _spill });

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_spill, recursive: true);
    }

    [Fact]
    public void An_instance_serves_statements_of_the_same_files_again_and_of_no_others()
    {
        StatementInstance first = Run([Mine]);

        Assert.NotSame(first, Run([Yours]));
        Assert.NotSame(first, Run([]));
        Assert.NotSame(first, Run([Mine, Yours]));
        Assert.Same(first, Run([Mine]));
    }

    [Fact]
    public void An_instance_serves_one_statement_at_a_time()
    {
        StatementInstance first = _pool.Rent([Mine]), second = _pool.Rent([Mine]);
        Assert.NotSame(first, second);
        _pool.Return(first, endedWell: false);
        _pool.Return(second, endedWell: false);
    }

    [Fact]
    public void An_instance_whose_statement_did_not_end_well_is_never_used_again()
    {
        StatementInstance first = _pool.Rent([Mine]);
        first.Begin([]).Dispose();
        _pool.Return(first, endedWell: false);

        Assert.NotSame(first, Run([Mine]));
    }

    [Fact]
    public void An_instance_that_left_spilled_rows_is_closed_and_its_folder_goes_with_it()
    {
        StatementInstance first = _pool.Rent([]);
        using (DuckDbConnection connection = first.Begin([]))
            File.WriteAllText(Path.Combine(Assert.Single(Directory.GetDirectories(_spill)), "duckdb_temp_storage.tmp"), "rows");
        _pool.Return(first, endedWell: true);

        Assert.Empty(Directory.GetDirectories(_spill));
        Assert.NotSame(first, Run([]));
    }

    [Fact]
    public void No_folder_is_left_while_no_statement_runs()
    {
        Run([]);
        Run([Mine]);

        Assert.Empty(Directory.GetFileSystemEntries(_spill));
    }

    [Fact]
    public void The_pool_keeps_a_few_idle_instances_and_closes_the_one_used_longest_ago()
    {
        StatementInstance oldest = Run(["/data/oldest.parquet"]);
        for (int i = 0; i < Math.Max(4, Environment.ProcessorCount); i++)
            Run([$"/data/{i}.parquet"]);

        Assert.NotSame(oldest, Run(["/data/oldest.parquet"]));
    }

    [Fact]
    public void Nothing_that_a_connection_can_leave_behind_reaches_the_next_statement()
    {
        StatementInstance instance = _pool.Rent([]);
        string untouched;
        using (DuckDbConnection first = instance.Begin([]))
        {
            untouched = State(first);
            // More than the gate lets any statement do.
            first.Execute("create temp table secret as select 42 as salary; create temp view v as select * from secret; create temp macro m(x) as x + 1", "leave objects");
            first.Execute("set variable salary = 42; prepare p as select 42; begin", "leave a session");
            Assert.NotEqual(untouched, State(first));
        }
        _pool.Return(instance, endedWell: true);

        Assert.Same(instance, _pool.Rent([]));
        using (DuckDbConnection second = instance.Begin([]))
            Assert.Equal(untouched, State(second));
        _pool.Return(instance, endedWell: true);
    }

    [Theory]
    [InlineData("set lock_configuration=false")]
    [InlineData("set enable_external_access=true")]
    [InlineData("set allowed_paths=['/etc/passwd']")]
    [InlineData("set threads=64")]
    [InlineData("select * from read_text('/etc/passwd')")]
    [InlineData("attach 'other.db'")]
    [InlineData("copy (select 1) to 'out.parquet'")]
    [InlineData("select * from __dm_relation(0)")]
    public void An_instance_in_use_again_is_as_closed_as_at_first(string escape)
    {
        StatementInstance instance = Run([Mine]);
        Assert.Same(instance, _pool.Rent([Mine]));
        using (DuckDbConnection connection = instance.Begin([]))
            Assert.Throws<DataMeshException>(() => connection.Execute(escape, "escape"));
        _pool.Return(instance, endedWell: false);
    }

    [Theory]
    [InlineData("select 1", true)]
    [InlineData("from range(3)", true)]
    [InlineData("with a as (select 1 as x) select x from a", true)]
    [InlineData("create table memory.main.kept as select 42 as salary", false)]
    [InlineData("create macro kept() as 42", false)]
    [InlineData("set variable salary = 42", false)]
    [InlineData("explain select 1", false)]
    [InlineData("call pragma_version()", false)]
    public void Only_a_select_passes_the_wall_behind_the_gate(string sql, bool passes)
    {
        StatementInstance instance = _pool.Rent([]);
        using (DuckDbConnection connection = instance.Begin([]))
        using (DuckDbStatement? statement = DuckDbStatement.TryPrepare(connection.Native, sql, out _))
            Assert.Equal(passes, statement is { IsSelect: true });
        _pool.Return(instance, endedWell: false);
    }

    private StatementInstance Run(IReadOnlyList<string> files)
    {
        StatementInstance instance = _pool.Rent(files);
        using (DuckDbConnection connection = instance.Begin([]))
            connection.Execute("select 1", "run");
        _pool.Return(instance, endedWell: true);
        return instance;
    }

    private static string State(DuckDbConnection connection)
    {
        const string Sql = """
            select concat_ws('|', (select string_agg(table_name) from duckdb_tables()), (select string_agg(view_name) from duckdb_views() where not internal),
                (select string_agg(function_name) from duckdb_functions() where not internal and function_name <> '__dm_relation'),
                (select string_agg(name) from duckdb_prepared_statements()), getvariable('salary')::varchar)
            """;
        using DuckDbStatement statement = DuckDbStatement.TryPrepare(connection.Native, Sql, out string? error) ?? throw new InvalidOperationException(error);
        using DuckDbResult result = statement.Execute(streaming: false);
        using DuckDBDataChunk chunk = result.Fetch() ?? throw new InvalidOperationException("The state could not be read.");
        return VectorText.Read(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0), 0);
    }
}
