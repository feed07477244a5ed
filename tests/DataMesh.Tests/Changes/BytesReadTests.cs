using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Changes;

/// <summary>What a follower reads is bounded by what was changed, not by how large the port is: counted by the store.</summary>
public sealed class BytesReadTests
{
    private const string Port = "crash/log/rows";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PublishMode.Append)]
    [InlineData(PublishMode.Upsert)]
    [InlineData(PublishMode.ReplacePartitions)]
    public async Task Changes_read_at_most_the_bytes_of_the_files_that_were_added_and_removed(PublishMode mode)
    {
        int followed = 0;
        (long read, long changed, long all) = (0, 0, 0);
        for (int seed = 1; seed <= 3; seed++)
        {
            using MeshFolder folder = new();
            Random random = new(seed);
            CountingStore store = new(new LocalFilesObjectStore(folder.Path));
            await using Mesh mesh = Mesh.Create(m => m.Use<ObjectStore>("test", _ => store).AddProduct<CrashRow>(Port, p => p.Mode(mode).PartitionBy(r => r.Id, PartitionTransform.Bucket(4))));
            IOutputPort<CrashRow> output = mesh.Output<CrashRow>(Port);
            await output.PublishAsync(Rows(0, 2_000, 0), cancellationToken: Cancel);
            IInputPort<CrashRow> port = await mesh.OpenAsync<CrashRow>(Port, cancellationToken: Cancel);
            Cursor cursor = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
            Dictionary<string, long> live = await FilesAsync(folder);
            for (int round = 1; round <= 6; round++)
            {
                long allowed = 0;
                for (int change = random.Next(1, 4); change > 0; change--)
                {
                    bool counts = await ChangeAsync(output, random, seed * 100 + round);
                    Dictionary<string, long> now = await FilesAsync(folder);
                    // Files that maintenance puts together are no change, so nothing of them may be read.
                    allowed += counts ? now.Where(f => !live.ContainsKey(f.Key)).Concat(live.Where(f => !now.ContainsKey(f.Key))).Sum(f => f.Value) : 0;
                    live = now;
                }
                store.BytesRead.Clear();

                List<ChangeSet<CrashRow>> pages = await Streams.ToListAsync(port.ChangesAsync(cursor, Cancel));

                long bytes = store.BytesRead.Where(b => b.Key.Name.EndsWith(".parquet", StringComparison.Ordinal)).Sum(b => b.Value);
                Assert.DoesNotContain(pages, p => p.Reset is not null);
                Assert.True(bytes <= allowed, $"seed {seed}, round {round}: {bytes} bytes were read, and the files that were added and removed have {allowed}");
                cursor = pages.Count == 0 ? cursor : pages[^1].Next;
                followed += pages.Count == 0 ? 0 : 1;
                (read, changed, all) = (read + bytes, changed + allowed, all + live.Values.Sum());
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine("{0}: {1} bytes read, {2} added and removed, {3} live", mode, read, changed, all);
        Assert.True(followed > 8, $"changes came {followed} times only");
    }

    // False for what changes no row.
    private static async Task<bool> ChangeAsync(IOutputPort<CrashRow> output, Random random, long operation)
    {
        switch (random.Next(5))
        {
            case 0:
                await output.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.FromDays(1) }, Cancel);
                return false;
            case 1:
                int first = random.Next(2_000);
                await output.DeleteAsync(Filter.Between("id", (long)first, first + 3L), cancellationToken: Cancel);
                return true;
            default:
                await output.PublishAsync(Rows(random.Next(2_000), random.Next(1, 4), operation), cancellationToken: Cancel);
                return true;
        }
    }

    private static async Task<Dictionary<string, long>> FilesAsync(MeshFolder folder) => (await new StoredTable(folder.Path, Port).FilesAsync()).ToDictionary(f => f, f => new FileInfo(f).Length);

    private static IEnumerable<CrashRow> Rows(long first, int count, long operation) => Enumerable.Range(0, count).Select(i => new CrashRow { Id = first + i, Operation = operation });
}
