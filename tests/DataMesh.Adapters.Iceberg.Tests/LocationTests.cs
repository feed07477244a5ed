using System.Text;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

/// <summary>Locations that metadata states: those of the table's own folder in any spelling, and nothing else.</summary>
public sealed class LocationTests
{
    private const int Generated = 20_000;

    private static readonly string[] Pieces =
    [
        "..", ".", "", "%2e%2e", "%2E%2e", "%252e%252e", "..%2f", "%2f", "%5c", "\\", "..\\..", "%00", "\0", "data", "metadata", "etc", "passwd", "a b", "a%20b", "\u202e", "\n", "e\u0301", "\u00e9", "C:", "~",
        "mesh", "orders", "Orders", "orders2", "ORDERS", "ordérs", "orders%32", "orders.", "orders ",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_is_stated_leads_below_the_folder_or_nowhere()
    {
        using LocalFilesObjectStore store = new(Directory.CreateTempSubdirectory("datamesh-locations-").FullName);
        TableFolder folder = new(new TableLocation { Store = store, Path = "mesh/orders" });
        Random random = new(7);
        int inside = 0;
        for (int i = 0; i < Generated; i++)
        {
            string location = Next(random, folder.Root);
            ObjectPath? found = null;
            try
            {
                found = folder.Resolve(location, "a file");
            }
            catch (DataMeshException refused)
            {
                Assert.True(refused.Kind == DataMeshErrorKind.CorruptData, $"'{location}': {refused}");
            }
            if (found is not { } path)
                continue;
            inside++;
            Assert.True(path == folder.Location.Path || path.IsUnder(folder.Location.Path), $"'{location}' leads to '{path}'.");
            string physical = Path.GetFullPath(Path.Combine(store.Root.LocalPath, path.ToString()));
            Assert.True((physical + "/").StartsWith(store.Root.LocalPath.TrimEnd('/') + "/mesh/orders/", StringComparison.Ordinal), $"'{location}' leads to '{physical}'.");
            Assert.DoesNotContain(path.ToString().Split('/'), s => s is ".." or "." or "" || s.Any(char.IsControl) || s.Contains('\\', StringComparison.Ordinal));
        }
        Assert.InRange(inside, Generated / 200, Generated / 2);
        Directory.Delete(store.Root.LocalPath, recursive: true);
    }

    // Beside the table's folder lies another one whose name begins like it.
    [Theory]
    [InlineData("data")]
    [InlineData("manifest")]
    public async Task A_path_in_a_manifest_or_a_list_that_leads_next_door_is_refused_and_never_opened(string where)
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, "orders");
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        IcebergTableState own = IcebergTableState.From(state);
        IcebergSnapshot snapshot = own.Metadata.Current!;
        DataFile file = (await table.FilesAsync(state))[0] with { Path = where == "data" ? "orders2/data/secret.parquet" : "orders/data/other.parquet" };
        ObjectPath manifest = where == "manifest" ? "orders2/metadata/m.avro" : "orders/metadata/m.avro";
        (ReadOnlyMemory<byte> content, ManifestFile entry) = ManifestWriter.Write(own.Folder, own.Metadata, own.Metadata.DefaultSpec, snapshot.View.Id, manifest, [new ManifestEntry { Status = EntryStatus.Added, File = file }]);
        await table.Store.WriteAllAsync(manifest, content, default, Cancel);
        await table.Store.WriteAllAsync("orders2/data/secret.parquet", Encoding.UTF8.GetBytes("secret"), default, Cancel);
        ReadOnlyMemory<byte> list = ManifestListFile.Write(own.Folder, snapshot.View.Id, null, 1, [entry with { SequenceNumber = 1, MinSequenceNumber = 1 }]);
        await table.Store.WriteAllAsync(own.Folder.Resolve(snapshot.ManifestList, "metadata"), list, default, Cancel);
        TableState loaded = await table.LoadAsync();
        store.Reads.Clear();

        // The length of a list is not recorded; what it names is looked at before it is opened.
        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(async () => await table.NewFormat().PlanAsync(loaded, new ScanRequest(), Cancel).ToListAsync(Cancel));

        Assert.Equal(DataMeshErrorKind.CorruptData, refused.Kind);
        Assert.Contains("outside the table's own folder", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(store.Reads, path => path.ToString().StartsWith("orders2", StringComparison.Ordinal));
    }

    private static string Next(Random random, string root)
    {
        string start = random.Next(8) switch
        {
            0 => "file:///etc",
            1 => root.Replace("file://", "file://elsewhere", StringComparison.Ordinal),
            2 => root.Replace("file:", random.Next(2) == 0 ? "s3:" : "http:", StringComparison.Ordinal),
            3 => root + Pieces[random.Next(Pieces.Length)],
            4 => root[..root.LastIndexOf('/')] + "/" + Pieces[random.Next(Pieces.Length)],
            5 => root["file://".Length..],
            _ => root,
        };
        StringBuilder location = new(start);
        for (int count = random.Next(5); count > 0; count--)
            location.Append(random.Next(12) == 0 ? '\\' : '/').Append(Pieces[random.Next(Pieces.Length)]);
        return location.ToString();
    }
}
