using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>A table of orders in a folder or store of its own.</summary>
public sealed class TestTable : IDisposable
{
    private readonly string? _folder;

    public TestTable(ObjectStore? store = null, string path = "orders", IcebergOptions? options = null, TimeProvider? time = null)
    {
        if (store is null)
        {
            _folder = Directory.CreateTempSubdirectory("datamesh-iceberg-").FullName;
            store = new LocalFilesObjectStore(_folder);
        }
        Options = options ?? new IcebergOptions();
        Location = new TableLocation { Store = store, Path = path };
        Format = new IcebergTableFormat(new ParquetSharpFileFormat(), Options, time);
    }

    public IcebergOptions Options { get; }

    public TableLocation Location { get; }

    public IcebergTableFormat Format { get; }

    public ObjectStore Store => Location.Store;

    /// <summary>The folder on disk; only for tables in one.</summary>
    public string Folder => Path.Combine(_folder!, Location.Path.ToString());

    public Task<TableState> CreateAsync(params PartitionField[] partitioning) => CreateAsync(new TableDefinition
    {
        TableId = Guid.CreateVersion7(),
        Schema = Order.Schema,
        Key = ["id"],
        Partitioning = partitioning,
    });

    public Task<TableState> CreateAsync(TableDefinition definition) => Format.CreateAsync(Location, definition, TestContext.Current.CancellationToken);

    /// <summary>Another process, as far as caches are concerned.</summary>
    public IcebergTableFormat NewFormat() => new(new ParquetSharpFileFormat(), Options);

    public async Task<TableState> LoadAsync() => await NewFormat().LoadAsync(Location, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("There is no table.");

    public async Task<List<DataFile>> WriteAsync(TableState state, IEnumerable<Order> rows, TableWriteOptions? options = null, int batchRows = 1000) =>
        await Format.WriteAsync(state, Batches(rows, batchRows), options ?? TableWriteOptions.Default, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async Task<CommitResult> AppendAsync(TableState state, IEnumerable<Order> rows, string? key = null) =>
        await CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = key ?? NewKey(), Added = await WriteAsync(state, rows) });

    public Task<CommitResult> CommitAsync(TableState state, TableCommit commit) => Format.CommitAsync(state, commit, TestContext.Current.CancellationToken);

    public async Task<List<ScanTask>> PlanAsync(TableState state, Filter? filter = null, long? snapshot = null) =>
        await Format.PlanAsync(state, new ScanRequest { Filter = filter, SnapshotId = snapshot }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async Task<List<Order>> ReadAsync(TableState state, Filter? filter = null, long? snapshot = null)
    {
        List<Order> rows = [];
        foreach (ScanTask task in await PlanAsync(state, filter, snapshot))
            rows.AddRange(await ReadAsync(task));
        return rows;
    }

    public async Task<List<Order>> ReadAsync(ScanTask task, FileReadRequest? request = null)
    {
        List<Order> rows = [];
        await foreach (RecordBatch batch in Format.ReadTaskAsync(task, request ?? FileReadRequest.All, TestContext.Current.CancellationToken))
            using (batch)
                rows.AddRange(Order.FromBatch(batch));
        return rows;
    }

    public async Task<List<DataFile>> FilesAsync(TableState state) => [.. (await PlanAsync(state)).Select(t => t.File)];

    public static string NewKey() => Guid.CreateVersion7().ToString();

    public static async IAsyncEnumerable<RecordBatch> Batches(IEnumerable<Order> rows, int batchRows = 1000)
    {
        await Task.Yield();
        foreach (Order[] chunk in rows.Chunk(batchRows))
            yield return Order.ToBatch(chunk);
    }

    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
