using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>Recorded escapes and ordinary statements over a port of which the reader sees a part.</summary>
public sealed class HostileSqlTests
{
    private static readonly SchemaObject Schema = Fixed.Schema(
        ("id", PhysicalTypeKind.Int64, Classification.Internal), ("name", PhysicalTypeKind.String, Classification.Internal), ("region", PhysicalTypeKind.String, Classification.Internal),
        ("note", PhysicalTypeKind.String, Classification.Internal), ("salary", PhysicalTypeKind.Int64, Classification.Confidential));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Restrictions => ["row filter", "row filter and masks", "masks by row"];

    [Theory]
    [MemberData(nameof(Restrictions))]
    public async Task Every_recorded_escape_is_refused_or_harmless(string restriction)
    {
        await using PolicyMesh mesh = await CreateAsync(restriction);
        string raw = Directory.EnumerateFiles(mesh.Folder, "*.parquet", SearchOption.AllDirectories).First();
        string[] attempts = Lines("sql-escapes.txt");
        int refused = 0;

        foreach (string attempt in attempts)
            refused += await RunsAsync(mesh, attempt.Replace("$RAW", raw, StringComparison.Ordinal), Secrets(attempt)) ? 0 : 1;

        Assert.Equal(197, attempts.Length);
        Assert.True(refused >= 169, $"only {refused} were refused");
        Assert.DoesNotContain(mesh.Log.Lines, line => line.Contains("SECRET", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Restrictions))]
    public async Task Ordinary_statements_run(string restriction)
    {
        await using PolicyMesh mesh = await CreateAsync(restriction);

        foreach (string shape in Lines("sql-legitimate.txt"))
        {
            Exception? error = await Record.ExceptionAsync(() => ReadAsync(mesh, shape, Cancel));
            // Types without a stored form may stop a shape at its result, not before.
            Assert.True(error is null || error.Message.Contains("cast it", StringComparison.OrdinalIgnoreCase), $"{shape}: {error}");
        }
    }

    [Fact]
    public async Task A_statement_that_never_ends_is_stopped_by_its_limit()
    {
        await using PolicyMesh mesh = await CreateAsync("masks by row", TimeSpan.FromMilliseconds(300));

        DataMeshException stopped = await Assert.ThrowsAnyAsync<DataMeshException>(() => ReadAsync(mesh, "select count(*) from orders a, orders b, orders c, orders d, orders e, orders f, orders g, orders h where a.id + b.id + c.id + d.id + e.id + f.id + g.id + h.id = -1", Cancel));

        Assert.DoesNotContain("SECRET", stopped.Message, StringComparison.Ordinal);
        Assert.Single((await ReadAsync(mesh, "select count(*) from orders", Cancel)).Rows);
    }

    private static async Task<PolicyMesh> CreateAsync(string restriction, TimeSpan? limit = null)
    {
        PolicyMesh mesh = await PolicyMesh.CreateAsync(Schema, threads: 1, configure: limit is null ? null : m => m.Services.Configure<Adapters.DuckDbOptions>(o => o.TimeLimit = limit));
        await mesh.PublishAsync([.. Enumerable.Range(0, 40).Select(i => (ScalarValue[])[i, i < 20 ? $"{i}-visible" : $"SECRET-{i}", i % 2 == 0 ? "north" : "south", $"SECRET-note-{i}", 777_000L + i])]);
        Sight visible = new() { Rows = Filter.Compare("id", ComparisonOperator.LessThan, 20), Columns = ["id", "name", "region"] };
        await Fixed.SetAsync(mesh, restriction switch
        {
            "row filter" => Fixed.Policy(Fixed.To("sales", visible)),
            "row filter and masks" => Fixed.Policy(Fixed.To("sales", visible with { Columns = ["id", "name", "region", "note"], Masks = [new MaskedColumn { Column = "note", Mask = Mask.Null }] })),
            _ => Fixed.Policy(Fixed.To("sales", visible), Fixed.To("sales", visible with { Rows = Filter.Compare("id", ComparisonOperator.LessThan, 5), Columns = ["id"] }, "few")) with
            {
                Rules = [new Prohibition { Name = "no notes", Columns = ["note"] }],
            },
        });
        return mesh;
    }

    private static async Task<Answer> ReadAsync(PolicyMesh mesh, string sql, CancellationToken cancellationToken)
    {
        IDataMesh consumer = mesh.Node(null).As("sales");
        IInputPort port = await consumer.OpenAsync(PolicyMesh.Port, cancellationToken: cancellationToken);
        return await Batches.ReadAsync(consumer.QueryBatchesAsync(SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["orders"] = port }), cancellationToken));
    }

    private static async Task<bool> RunsAsync(PolicyMesh mesh, string sql, string[] secrets)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
        try
        {
            Answer answer = await ReadAsync(mesh, sql, limit.Token);
            Assert.DoesNotContain(answer.Rows.Select(Batches.Text), row => secrets.Any(secret => row.Contains(secret, StringComparison.Ordinal)));
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (DataMeshException refused)
        {
            Assert.DoesNotContain(secrets, secret => secret.Length > 7 && refused.Message.Contains(secret, StringComparison.Ordinal));
            return false;
        }
    }

    // An attempt that writes the secret itself may read its own literal back.
    private static string[] Secrets(string attempt) =>
        attempt.Contains("SECRET", StringComparison.Ordinal) ? ["SECRET-2", "SECRET-3", "SECRET-note", "root:x", "77700"] : ["SECRET", "root:x", "__dm_", "77700"];

    private static string[] Lines(string file) => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Where(line => line.Length > 0)];
}
