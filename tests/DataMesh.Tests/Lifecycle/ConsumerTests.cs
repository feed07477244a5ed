using Microsoft.Extensions.DependencyInjection;
using static DataMesh.Tests.Lifecycle.LifecycleScene;

namespace DataMesh.Tests.Lifecycle;

/// <summary>Who uses a port, by name: what stops a retirement, and what a breaking change says.</summary>
public sealed class ConsumerTests : IDisposable
{
    private readonly LifecycleScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Consumers_are_those_who_declare_agreed_or_have_read_with_the_columns_they_use()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh consumer = _scene.Consumer();
        await consumer.RegisterAsync(Cancel);
        await AgreeAsync(mesh);
        IInputPort<Amount> finance = await mesh.As("finance").OpenAsync<Amount>(Port, cancellationToken: Cancel);
        await Streams.ToListAsync(finance.ReadAsync(Cancel));
        await Streams.CountAsync(finance.ReadBatchesAsync(new() { Columns = ["id"], Filter = Filter.IsNull("coupon") }, Cancel));
        IInputPort own = await mesh.As(Steward).OpenAsync(Port, cancellationToken: Cancel);
        await Streams.CountAsync(own.ReadBatchesAsync(cancellationToken: Cancel));

        List<PortConsumer> consumers = await Streams.ToListAsync(mesh.Lifecycle.ListConsumersAsync(Port, Cancel));

        Assert.Equal(["finance", "finance/revenue", "marketing"], consumers.Select(c => c.Name));
        Assert.Equal(["id", "amount", "coupon"], consumers[0].Columns!);
        Assert.NotNull(consumers[0].LastRead);
        Assert.Equal((true, null), (consumers[1].IsDeclared, consumers[1].LastRead));
        Assert.Equal(["id", "amount"], consumers[1].Columns!);
        Assert.Equal((DateTimeOffset.MaxValue, null), (consumers[2].AgreedUntil, consumers[2].Columns));
    }

    [Fact]
    public async Task Who_uses_which_columns_is_written_into_a_file_that_changes_only_when_the_use_does()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh consumer = _scene.Consumer();
        await consumer.RegisterAsync(Cancel);
        await AgreeAsync(mesh);
        string folder = Directory.CreateTempSubdirectory("consumers-").FullName, path = Path.Combine(folder, "contracts", "consumers.lock.json");
        try
        {
            await mesh.Lifecycle.SaveConsumersAsync([$"{Port}@1"], path, Cancel);
            string first = await File.ReadAllTextAsync(path, Cancel);
            _scene.Time.Move(TimeSpan.FromDays(1));
            await mesh.Lifecycle.SaveConsumersAsync([$"{Port}@1"], path, Cancel);

            Assert.Equal($$"""
                {
                  "version": 1,
                  "ports": {
                    "{{Port}}@1": [
                      { "name": "finance/revenue", "columns": ["id", "amount"] },
                      { "name": "marketing" }
                    ]
                  }
                }

                """.ReplaceLineEndings("\n"), first);
            Assert.Equal(first, await File.ReadAllTextAsync(path, Cancel));
            _ = System.Text.Json.JsonDocument.Parse(first);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_port_without_its_major_version_has_no_one_set_of_consumers()
    {
        await using Mesh mesh = await _scene.PublishedAsync();

        Assert.Contains($"'{Port}@1'", (await Assert.ThrowsAsync<ArgumentException>(() => mesh.Lifecycle.SaveConsumersAsync([Port], cancellationToken: Cancel))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => mesh.Lifecycle.SaveConsumersAsync([], cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_somebody_declares_without_access_counts_for_nothing()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh spies = _scene.Consumer(granted: false);
        await spies.RegisterAsync(Cancel);

        Assert.Empty(await Streams.ToListAsync(mesh.Lifecycle.ListConsumersAsync(Port, Cancel)));
        await DeprecateAsync(mesh);
        Assert.Equal(LifecycleStatus.Retired, (await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Unused." }, Cancel)).Status);
    }

    [Fact]
    public async Task Columns_that_somebody_writes_into_his_own_descriptor_are_read_as_names_only()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh consumer = _scene.Open(m => m.AddDomain("finance", d => d.AddProduct("revenue", p => p.Input<Strange>($"{Port}@1").Output<CityTotal>("totals", _ => { }))));
        await consumer.RegisterAsync(Cancel);

        PortConsumer strange = Assert.Single(await Streams.ToListAsync(mesh.Lifecycle.ListConsumersAsync(Port, Cancel)));

        Assert.Equal(["id"], strange.Columns!);
    }

    [Fact]
    public async Task A_port_in_use_is_not_retired_and_the_refusal_names_everybody()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh consumer = _scene.Consumer();
        await consumer.RegisterAsync(Cancel);
        await AgreeAsync(mesh, DateTimeOffset.UtcNow.AddDays(40));
        IInputPort<Amount> finance = await mesh.As("finance").OpenAsync<Amount>(Port, cancellationToken: Cancel);
        await Streams.ToListAsync(finance.ReadAsync(Cancel));
        await DeprecateAsync(mesh, new() { EndOfLife = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(10)) });

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Now." }, Cancel));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind);
        Assert.StartsWith($"Cannot retire '{Port}@1': it was promised to be there until {DateTime.UtcNow.AddDays(10):yyyy-MM-dd}; it is in use by 'finance' (last read {DateTime.UtcNow:yyyy-MM-dd}), 'finance/revenue' (declares it as an input), 'marketing' (agreement until {DateTime.UtcNow.AddDays(40):yyyy-MM-dd}).", refused.Message, StringComparison.Ordinal);
        Assert.Equal(LifecycleStatus.Retired, (await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Now.", Force = true }, Cancel)).Status);
        await Assert.ThrowsAsync<DataMeshException>(() => Streams.ToListAsync(finance.ReadAsync(Cancel)));
    }

    [Fact]
    public async Task What_is_active_is_deprecated_before_it_is_retired()
    {
        await using Mesh mesh = await _scene.PublishedAsync();

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Now." }, Cancel));

        Assert.Contains("it is active, and its end was not announced with DeprecateAsync", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_not_read_for_30_days_and_whose_agreement_has_ended_is_no_consumer()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await AgreeAsync(mesh, DateTimeOffset.UtcNow.AddDays(10));
        IInputPort<Amount> finance = await mesh.As("finance").OpenAsync<Amount>(Port, cancellationToken: Cancel);
        await Streams.ToListAsync(finance.ReadAsync(Cancel));
        await DeprecateAsync(mesh);
        Assert.Equal(2, (await Streams.ToListAsync(mesh.Lifecycle.ListConsumersAsync(Port, Cancel))).Count);

        _scene.Time.Move(TimeSpan.FromDays(31));

        Assert.Empty(await Streams.ToListAsync(mesh.Lifecycle.ListConsumersAsync(Port, Cancel)));
        await mesh.Lifecycle.RetireAsync(Port, new() { Reason = "Unused." }, Cancel);
    }

    [Fact]
    public async Task A_refused_breaking_change_names_who_uses_the_column_and_nobody_else()
    {
        await using (Mesh mesh = await _scene.PublishedAsync())
        await using (Mesh consumer = _scene.Consumer())
        {
            await consumer.RegisterAsync(Cancel);
            IInputPort<Amount> finance = await mesh.As("finance").OpenAsync<Amount>(Port, cancellationToken: Cancel);
            await Streams.ToListAsync(finance.ReadAsync(Cancel));
        }
        await using Mesh priceless = Changed<PricelessLine>("1.1.0");
        await using Mesh anonymous = Changed<AnonymousLine>("1.1.0");
        await using Mesh sameVersion = Changed<PricelessLine>("1.0.0");

        BreakingChangeException hit = await Assert.ThrowsAsync<BreakingChangeException>(() => priceless.RegisterAsync(Cancel));
        BreakingChangeException unused = await Assert.ThrowsAsync<BreakingChangeException>(() => anonymous.RegisterAsync(Cancel));
        BreakingChangeException unversioned = await Assert.ThrowsAsync<BreakingChangeException>(() => sameVersion.RegisterAsync(Cancel));

        Assert.Contains("property 'amount' was removed", hit.Message, StringComparison.Ordinal);
        Assert.EndsWith("or restore what it promised. It hits 'finance' (amount), 'finance/revenue' (amount).", hit.Message, StringComparison.Ordinal);
        Assert.Equal(["finance", "finance/revenue"], hit.Consumers.Select(c => c.Name));
        Assert.Equal(("2.0.0", "property-removed"), (hit.SuggestedVersion.ToString(), Assert.Single(hit.Differences).Rule));
        Assert.EndsWith("No consumer is known to use what changed.", unused.Message, StringComparison.Ordinal);
        Assert.Empty(unused.Consumers);
        Assert.Contains("raise the version to 2.0.0 or higher. It hits 'finance' (amount)", unversioned.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_whose_columns_are_not_known_is_hit_by_every_break()
    {
        await using (Mesh mesh = await _scene.PublishedAsync())
            await AgreeAsync(mesh);
        await using Mesh anonymous = Changed<AnonymousLine>("1.1.0");

        BreakingChangeException hit = await Assert.ThrowsAsync<BreakingChangeException>(() => anonymous.RegisterAsync(Cancel));

        Assert.EndsWith("It hits 'marketing' (which columns it uses is not known).", hit.Message, StringComparison.Ordinal);
    }

    private Mesh Changed<T>(string version)
        where T : IDataSchema<T> => _scene.Open(m => m.AddDomain("sales", d => d.OwnedBy("sales@shop.example").AddProduct("orders", p => p
            .Output<T>("lines", o => o.Version(version).Grant("finance", g => g.ToDomain("finance"))))));

    private static async Task AgreeAsync(Mesh mesh, DateTimeOffset? until = null)
    {
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        await mesh.Access.ApproveAsync(Product, request.Id, new AccessApproval { Until = until }, Cancel);
    }
}

/// <summary>What a stranger may write: names that the contract does not have.</summary>
[DataSchema]
public sealed partial record Strange
{
    public required long Id { get; init; }

    [System.ComponentModel.DataAnnotations.Schema.Column("not a column")]
    public string? Other { get; init; }
}
