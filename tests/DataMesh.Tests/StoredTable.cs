using System.Text.RegularExpressions;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>The table of a port as others see it: a folder, and the files that are live in a snapshot.</summary>
internal sealed class StoredTable(string root, string port)
{
    public string Folder { get; } = Path.Combine(root, FindPath(root, port[..port.LastIndexOf('/')], port[(port.LastIndexOf('/') + 1)..]));

    /// <summary>The files that a read of a filter opens, with absolute paths.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(Filter? filter = null, long? snapshot = null)
    {
        using LocalFilesObjectStore store = new(root);
        using IcebergTableFormat tables = new(new ParquetSharpFileFormat());
        TableState state = await LoadAsync(store, tables);
        List<ScanTask> tasks = await Streams.ToListAsync(tables.PlanAsync(state, new ScanRequest { Filter = filter, SnapshotId = snapshot }, TestContext.Current.CancellationToken));
        return [.. tasks.Select(t => Path.Combine(root, t.File.Path.ToString()))];
    }

    /// <summary>The numbers of the commits, in the order of the table.</summary>
    public async Task<IReadOnlyList<long>> SequenceNumbersAsync()
    {
        using LocalFilesObjectStore store = new(root);
        using IcebergTableFormat tables = new(new ParquetSharpFileFormat());
        return [.. (await LoadAsync(store, tables)).Snapshots.Select(s => s.SequenceNumber)];
    }

    /// <summary>The live files as a table function of DuckDB.</summary>
    public async Task<string> DuckDbAsync(long? snapshot = null) => $"read_parquet(['{string.Join("', '", await FilesAsync(snapshot: snapshot))}'], hive_partitioning = false)";

    private async Task<TableState> LoadAsync(ObjectStore store, TableFormat tables) =>
        await tables.LoadAsync(new TableLocation { Store = store, Path = Path.GetRelativePath(root, Folder) }, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("There is no table.");

    // The descriptor says which table it is: a registration that was broken off may have left others.
    private static string FindPath(string root, string product, string port) =>
        Regex.Match(File.ReadAllText(Path.Combine(root, product, "product.yaml")), $"{product}/ports/{port}/v[0-9]+-[0-9a-f]{{8}}").Value;
}
