using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

public sealed class ErrorTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 1, MemoryLimitBytes = 64L << 20, SpillLimitBytes = 0 });

    private static TestRelation People() => TestRelation.Of("people", 10, ("name", PhysicalType.Of(Kind.String), Sql.Strings(["SECRET-1", "SECRET-2"])));

    private static Task<DataMeshException> FailAsync(string sql) => Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync(sql, People()));

    [Theory]
    [InlineData("select nmae from people", "nmae")]
    [InlineData("select upper(name, name) from people", "upper")]
    [InlineData("select name from people group by 2", "GROUP BY")]
    public async Task A_statement_that_does_not_bind_says_why(string sql, string part)
    {
        DataMeshException error = await FailAsync(sql);

        Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select name::int from people")]
    [InlineData("select strptime(name, '%Y') from people")]
    [InlineData("select cast(max(name) as date) from people")]
    [InlineData("select regexp_matches(name, name || '(') from people")]
    [InlineData("select name::enum('a') from people")]
    public async Task A_failing_statement_never_quotes_values(string sql)
    {
        DataMeshException error = await FailAsync(sql);

        Assert.Equal(DataMeshErrorKind.QueryFailed, error.Kind);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_memory_is_a_limit_that_is_named()
    {
        DataMeshException error = await FailAsync("select count(*) from (select i, md5(i::varchar) as h from range(5000000) t(i) group by all)");

        Assert.Equal(DataMeshErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("MemoryLimitBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spill_folder_that_cannot_be_made_is_named()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { SpillFolder = "/dev/null/spill" });

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => engine.RowsAsync("select 1"));

        Assert.Equal(DataMeshErrorKind.InvalidConfiguration, error.Kind);
        Assert.Contains("SpillFolder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Engine.RowsAsync("select 1", TestRelation.Of("t", 1, ("c", PhysicalType.Of(Kind.Int64), Sql.Longs([1]))),
            TestRelation.Of("T", 1, ("c", PhysicalType.Of(Kind.Int64), Sql.Longs([1])))));

    [Fact]
    public void A_missing_native_library_names_the_platforms()
    {
        Assert.True(DuckDbErrors.IsNativeLibraryMissing(new TypeInitializationException("X", new DllNotFoundException())));
        DataMeshException error = DuckDbErrors.NativeLibraryMissing(new DllNotFoundException());

        Assert.Equal(DataMeshErrorKind.NativeLibraryMissing, error.Kind);
        Assert.Contains("linux-x64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DuckDbQueryEngine(new DuckDbOptions { Threads = 0 }));
        ServiceCollection services = [];
        new Builder(services).UseDuckDb(options => options.MemoryLimitBytes = 1);

        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<QueryEngine>);
    }

    [Fact]
    public void The_engine_fills_its_slot_once()
    {
        ServiceCollection services = [];
        new Builder(services).UseDuckDb();

        using (ServiceProvider provider = services.BuildServiceProvider())
            Assert.Equal("duckdb", provider.GetRequiredService<QueryEngine>().Capabilities.Dialect);
        Assert.Throws<InvalidOperationException>(() => new Builder(services).UseDuckDb());
    }

    private sealed class Builder(IServiceCollection services) : IDataMeshBuilder
    {
        public IServiceCollection Services => services;
    }
}
