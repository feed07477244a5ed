using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

public sealed class MeshRootTests
{
    private readonly InMemoryObjectStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_root_is_created_once_and_opened_as_the_same_mesh()
    {
        MeshRoot created = await OpenAsync("production");
        MeshRoot opened = await OpenAsync(null, create: false);

        Assert.Equal(created.Id, opened.Id);
        Assert.Equal(7, created.Id.Version);
        Assert.Equal("production", opened.Environment);
        Assert.Equal(["datamesh.yaml"], await _store.PathsAsync());
    }

    [Fact]
    public async Task A_consumer_does_not_create_a_root()
    {
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => OpenAsync(null, create: false));

        Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
        Assert.Contains(_store.Root.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Empty(await _store.PathsAsync());
    }

    [Fact]
    public async Task Many_processes_creating_one_root_agree_on_its_id()
    {
        MeshRoot[] roots = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => OpenAsync("test"), Cancellation)));

        Assert.Single(roots.Select(r => r.Id).Distinct());
    }

    [Theory]
    [InlineData("production", "staging")]
    [InlineData(null, "staging")]
    public async Task A_root_of_another_environment_is_refused(string? owner, string asked)
    {
        await OpenAsync(owner);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => OpenAsync(asked));

        Assert.Equal(DataMeshErrorKind.EnvironmentMismatch, error.Kind);
        Assert.Contains($"'{asked}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(owner is null ? "names no environment" : $"'{owner}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layoutVersion: 1", "layoutVersion: 2")]
    [InlineData("minimumReaderVersion: 1", "minimumReaderVersion: 3")]
    [InlineData("trust: local", "trust: signed")]
    public async Task A_newer_root_is_refused(string known, string newer)
    {
        await OpenAsync(null);
        await _store.ReplaceAsync("datamesh.yaml", known, newer);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => OpenAsync(null));

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
    }

    [Fact]
    public async Task A_damaged_root_is_named_with_file_line_and_column()
    {
        await OpenAsync(null);
        await _store.ReplaceAsync("datamesh.yaml", "mesh: ", "mesh: x");

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => OpenAsync(null));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.StartsWith("Cannot read 'datamesh.yaml', line 4, column 7: ", error.Message, StringComparison.Ordinal);
    }

    private Task<MeshRoot> OpenAsync(string? environment, bool create = true) => MeshRoot.OpenAsync(_store, environment, create, TimeProvider.System, Cancellation);
}
