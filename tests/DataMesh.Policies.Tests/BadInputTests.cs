using System.Text;
using System.Text.RegularExpressions;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>Whatever is wrong with a policy or a request denies or is refused, says where and what to do, and tells no value of data.</summary>
public sealed class BadInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> HostileDocuments => ["aliases", "a scalar of 100 MB", "depth", "tags", "not YAML", "another product", "a newer format", "an unknown key", "an unknown mask", "an unknown filter", "empty"];

    [Theory]
    [MemberData(nameof(HostileDocuments))]
    public async Task A_policy_that_cannot_be_read_denies_everybody_but_the_product(string kind)
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales")));
        Assert.Equal(12, (await Fixed.ReadAsync(mesh, "sales")).Rows.Count);
        mesh.Log.Clear();

        await mesh.SetRawPolicyAsync(Encoding.UTF8.GetBytes(Hostile(kind, mesh)));

        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));
        Assert.Contains("cannot be read", denied.Message, StringComparison.Ordinal);
        Assert.Contains("owner@example.com", denied.Message, StringComparison.Ordinal);
        Assert.Contains(mesh.Log.Lines, line => line.Contains("PolicyUnreadable", StringComparison.Ordinal));
        AssertSilent(mesh, denied);
        Assert.Equal(12, (await Batches.ReadAsync((await mesh.Producer.OpenAsync(PolicyMesh.Port, cancellationToken: Cancel)).ReadBatchesAsync(cancellationToken: Cancel))).Rows.Count);
    }

    [Fact]
    public async Task Without_a_purpose_or_with_an_unknown_one_the_refusal_names_those_that_are_granted()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales") with { Purposes = ["reporting"] }));

        PolicyDeniedException none = await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));
        PolicyDeniedException unknown = await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales", "unheard"));

        Assert.Contains("reporting", none.Message, StringComparison.Ordinal);
        Assert.Contains("OpenAsync", none.Message, StringComparison.Ordinal);
        Assert.Contains("reporting", unknown.Message, StringComparison.Ordinal);
        AssertSilent(mesh, none, unknown);
    }

    [Theory]
    [InlineData(-30, -10)]
    [InlineData(10, 30)]
    public async Task A_grant_that_has_ended_or_not_begun_denies(int from, int until)
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales") with { ValidFrom = TableGen.Epoch.AddDays(from), ValidUntil = TableGen.Epoch.AddDays(until) }));

        AssertSilent(mesh, await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales")));
    }

    [Fact]
    public async Task A_missing_attribute_gives_no_rows_and_binds_to_a_prohibition()
    {
        Filter own = Filter.Compare(FilterOperand.Column("country"), ComparisonOperator.Equal, FilterOperand.Attribute("country"));
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", new Sight { Rows = own }), Fixed.To("ops")) with
        {
            Rules = [new Prohibition { Name = "own country", For = new Recipients { Domains = ["ops"] }, Rows = own }],
        });

        Assert.Empty((await Fixed.ReadAsync(mesh, "sales")).Rows);
        Assert.Empty((await Fixed.ReadAsync(mesh, "ops")).Rows);
    }

    [Fact]
    public async Task A_missing_or_failing_mask_key_denies_and_says_what_to_configure()
    {
        foreach (IMaskKeyProvider keys in (IMaskKeyProvider[])[new NoKeys(), new FailingKeys()])
        {
            await using PolicyMesh mesh = await PolicyMesh.CreateAsync(Fixed.People, configure: m => m.UseMaskKeys(_ => keys));
            await mesh.PublishAsync(Fixed.Rows);
            await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales", new Sight { Masks = [new MaskedColumn { Column = "email", Mask = Mask.Hash }] })));

            PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));

            Assert.Contains("UseMaskKeys", denied.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("vault password", denied.ToString(), StringComparison.Ordinal);
            AssertSilent(mesh, denied);
        }
    }

    [Fact]
    public async Task A_policy_engine_that_fails_denies()
    {
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(Fixed.People, configure: m => m.Services.AddSingleton<PolicyEngine, FailingEngine>());
        await mesh.PublishAsync(Fixed.Rows);
        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales")));

        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales"));

        Assert.Contains(nameof(FailingEngine), denied.Message, StringComparison.Ordinal);
        AssertSilent(mesh, denied);
    }

    [Fact]
    public async Task A_stored_document_that_names_unknown_columns_or_masks_that_do_not_fit_gives_nothing()
    {
        foreach (Sight sight in (Sight[])[
            new Sight { Rows = Filter.Equal("gone", "x") }, new Sight { Columns = ["id", "gone"] }, new Sight { Rows = Filter.Equal("id", "text") },
            new Sight { Masks = [new MaskedColumn { Column = "id", Mask = Mask.KeepFirst(1) }] }, new Sight { Masks = [new MaskedColumn { Column = "gone", Mask = Mask.Null }] }])
        {
            await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", sight)));

            AssertSilent(mesh, await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales")));
        }
    }

    [Fact]
    public async Task A_stored_rule_that_names_unknown_columns_or_does_not_fit_denies()
    {
        foreach (PolicyRule rule in (PolicyRule[])[
            new RowFilter { Name = "r", Rows = Filter.Equal("gone", "x") }, new Prohibition { Name = "r", Columns = ["gone"] }, new Prohibition { Name = "r", Rows = Filter.Equal("gone", "x") },
            new ColumnMask { Name = "r", Columns = ["gone"], Mask = Mask.Null }, new ColumnMask { Name = "r", Columns = ["id"], Mask = Mask.Year }])
        {
            await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales")) with { Rules = [rule] });

            AssertSilent(mesh, await Assert.ThrowsAsync<PolicyDeniedException>(() => Fixed.ReadAsync(mesh, "sales")));
        }
    }

    [Fact]
    public async Task Rules_that_leave_no_column_leave_nothing_to_read()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales")) with { Rules = [new Prohibition { Name = "all", Columns = ["id", "country", "email", "salary"] }] });

        Exception? error = await Record.ExceptionAsync(async () => Assert.Empty((await Fixed.ReadAsync(mesh, "sales")).Columns ?? []));

        Assert.True(error is null or PolicyDeniedException, error?.ToString());
    }

    [Fact]
    public async Task A_hidden_column_and_an_unknown_one_give_the_same_error()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", new Sight { Excluded = ["salary"] })));

        foreach (Func<string, Task> read in (Func<string, Task>[])[
            name => Fixed.ReadAsync(mesh, "sales", request: new ReadRequest { Columns = [name] }),
            name => Fixed.ReadAsync(mesh, "sales", request: new ReadRequest { Filter = Filter.Compare(name, ComparisonOperator.GreaterThan, 1_000) }),
            name => SqlAsync(mesh, $"select {name} from t"), name => SqlAsync(mesh, $"select count(*) from t where {name} > 1000")])
        {
            string hidden = (await Assert.ThrowsAnyAsync<DataMeshException>(() => read("salary"))).Message, unknown = (await Assert.ThrowsAnyAsync<DataMeshException>(() => read("zalary"))).Message;
            Assert.Equal(unknown.Replace("zalary", "salary", StringComparison.Ordinal), hidden);
        }
    }

    [Fact]
    public async Task Hidden_and_absent_products_look_the_same()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales")));
        IMeshCatalog catalog = mesh.Node(null).As("strangers").Catalog;

        Assert.Empty(await catalog.ListAsync(Cancel).ToListAsync(Cancel));
        Assert.Empty(await catalog.SearchAsync("people", Cancel).ToListAsync(Cancel));
        Assert.Null(await catalog.FindAsync(mesh.Product, Cancel));
        Assert.Null(await catalog.FindAsync(new ProductId(mesh.Product.Mesh, Guid.NewGuid()), Cancel));
    }

    private static Task SqlAsync(PolicyMesh mesh, string sql) => Task.Run(async () =>
    {
        IDataMesh consumer = mesh.Node(null).As("sales");
        IInputPort port = await consumer.OpenAsync(PolicyMesh.Port, cancellationToken: Cancel);
        await Batches.ReadAsync(consumer.QueryBatchesAsync(SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["t"] = port }), Cancel));
    }, Cancel);

    // Data, also of rows and columns that nobody may see, stands in no message and no log line. Ids of snapshots and products may hold the digits of a salary.
    private static void AssertSilent(PolicyMesh mesh, params Exception[] errors)
    {
        foreach (string text in errors.Select(e => e.ToString()).Concat(mesh.Log.Lines))
            Assert.DoesNotContain(Fixed.Rows, row => text.Contains(row[2].AsString(), StringComparison.Ordinal) || Regex.IsMatch(text, $@"(?<![0-9A-Za-z-]){row[3]}(?![0-9A-Za-z-])"));
    }

    private static string Hostile(string kind, PolicyMesh mesh)
    {
        string start = $"format: datamesh-policy\nformatVersion: 2\nepoch: 3\nproduct: {mesh.Product}\nports:\n- port: rows\n  major: 1\n  grants:\n  - name: g\n    domains: [sales]\n";
        return kind switch
        {
            "aliases" => $"{start}a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "a scalar of 100 MB" => $"{start}description: {new string('x', 100_000_000)}\n",
            "depth" => $"{start}x: {new string('[', 10_000)}{new string(']', 10_000)}\n",
            "tags" => $"{start}x: !!python/object:os.system ls\n",
            "not YAML" => "\u0001\u0002{{{{",
            "another product" => start.Replace(mesh.Product.ToString(), new ProductId(Guid.NewGuid(), Guid.NewGuid()).ToString(), StringComparison.Ordinal),
            "a newer format" => start.Replace("formatVersion: 2", "formatVersion: 999", StringComparison.Ordinal),
            "an unknown key" => $"{start}    exceptFor: [sales]\n",
            "an unknown mask" => $"{start}    masks: [{{ column: email, mask: blur }}]\n",
            "an unknown filter" => $"{start}    rows: person1@example.com === 1\n",
            _ => "",
        };
    }

    private sealed class NoKeys : IMaskKeyProvider
    {
        public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) => new((ReadOnlyMemory<byte>?)null);
    }

    private sealed class FailingKeys : IMaskKeyProvider
    {
        public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) => throw new InvalidOperationException("wrong vault password 1234");
    }

    private sealed class FailingEngine : PolicyEngine
    {
        public override ValueTask<PolicyDecision> DecideAsync(AccessAttempt attempt, CancellationToken cancellationToken = default) => throw new InvalidOperationException("out of order");
    }
}
