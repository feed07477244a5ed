using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.BadInput;

/// <summary>Damaged documents of a product and of the root.</summary>
public sealed class DamagedDocumentTests : IDisposable
{
    private const string Port = "plant/sensors/readings";

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, Damage> Damages()
    {
        TheoryData<string, Damage> damages = [];
        foreach (string file in (string[])["plant/sensors/contracts/readings/1.0.0.odcs.yaml", "plant/sensors/product/1.yaml", "plant/sensors/heads/1.yaml", "datamesh.yaml"])
            foreach (Damage damage in Enum.GetValues<Damage>())
                if (file != "datamesh.yaml" || damage != Damage.Flipped) // a flip in the mesh id makes a valid file of another mesh
                    damages.Add(file, damage);
        return damages;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_document_is_named_for_consumer_and_producer(string file, Damage damage)
    {
        await PublishAsync();
        damage.Apply(Path.Combine(_folder.Path, file));

        await using Mesh consumer = _folder.Open(m => m.RunAs("lab"));
        await using Mesh producer = Producer();

        await AssertNamedAsync(file, () => ReadAsync(consumer));
        await AssertNamedAsync(file, () => producer.Output<Reading>(Port).PublishAsync([Measure()], cancellationToken: Cancel));
    }

    [Theory]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Emptied)]
    [InlineData(Damage.Flipped)]
    [InlineData(Damage.Garbage)]
    public async Task A_damaged_policy_denies_everybody_says_why_in_the_log_and_heals_by_registering_again(Damage damage)
    {
        await PublishAsync();
        damage.Apply(Path.Combine(_folder.Path, "plant/sensors/policy/1.yaml"));
        using LogLines log = new();

        await using (Mesh consumer = _folder.Open(m => m.RunAs("lab").Services.AddSingleton<ILoggerFactory>(log)))
            await Assert.ThrowsAsync<PolicyDeniedException>(() => ReadAsync(consumer));
        Assert.Contains(log.Lines, l => l.Contains("plant/sensors/policy/1.yaml", StringComparison.Ordinal));

        await using (Mesh producer = Producer())
            Assert.Equal([Measure()], await ReadAsync(producer));
        await using Mesh again = _folder.Open(m => m.RunAs("lab"));
        Assert.Equal([Measure()], await ReadAsync(again));
    }

    [Fact]
    public async Task A_root_of_another_environment_is_refused_and_left_alone()
    {
        await using (Mesh production = Producer("production"))
            await production.Output<Reading>(Port).PublishAsync([Measure()], cancellationToken: Cancel);
        string[] before = Files();

        await using Mesh staging = Producer("staging");
        foreach (Func<Task> use in (Func<Task>[])[() => ReadAsync(staging), () => staging.Output<Reading>(Port).PublishAsync([Measure()], cancellationToken: Cancel), () => staging.RegisterAsync(Cancel)])
        {
            DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(use);
            Assert.Equal(DataMeshErrorKind.EnvironmentMismatch, refused.Kind);
            Assert.Contains("'production'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("datamesh.yaml", refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(before, Files());
    }

    private static async Task AssertNamedAsync(string file, Func<Task> action)
    {
        DataMeshException error = await Assert.ThrowsAnyAsync<DataMeshException>(action);
        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Reading>> ReadAsync(Mesh mesh)
    {
        IInputPort<Reading> port = await mesh.OpenAsync<Reading>(Port, cancellationToken: Cancel);
        return await Streams.ToListAsync(port.ReadAsync(Cancel));
    }

    private static Reading Measure() => new() { At = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc), Sensor = "s1", Celsius = 20 };

    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task PublishAsync()
    {
        await using Mesh mesh = Producer();
        await mesh.Output<Reading>(Port).PublishAsync([Measure()], cancellationToken: Cancel);
    }

    private Mesh Producer(string? environment = null) => _folder.Open(m =>
    {
        if (environment is not null)
            m.UseEnvironment(environment);
        m.AddProduct<Reading>(Port, p => p.Grant("lab", g => g.ToDomain("lab")));
    });
}
