using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>5,000 damaged metadata, manifest and delete files: rows or a typed error each, soon and without much memory.</summary>
public sealed class MutationTests
{
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v4.metadata.json", 1_500)]
    [InlineData("foreign-snap-", 1_000)]
    [InlineData("-m0.avro", 1_200)]
    [InlineData("foreign-*-m0.avro", 800)]
    [InlineData(".puffin", 500)]
    public async Task A_damaged_file_gives_rows_or_a_typed_error(string which, int cases)
    {
        InMemoryObjectStore store = new();
        using TestTable table = new(store);
        await BuildAsync(table);
        ObjectPath path = await FindAsync(store, which);
        byte[] sound = await ReadAsync(store, path);
        Random random = new(which.Length + cases);
        int errors = 0;
        for (int i = 0; i < cases; i++)
        {
            byte[] damaged = path.Name.EndsWith(".json", StringComparison.Ordinal) ? MutateJson(sound, random) : Mutate(sound, random);
            await store.WriteAllAsync(path, damaged, default, Cancel);
            long before = GC.GetTotalAllocatedBytes();
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                await ReadTableAsync(table);
            }
            catch (DataMeshException error)
            {
                errors++;
                Assert.True(error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion or DataMeshErrorKind.NotFound or DataMeshErrorKind.LimitExceeded, $"Case {i} of {which}: {error.Kind} {error.Message}");
            }
            Assert.True(watch.Elapsed < Longest, $"Case {i} of {which} took {watch.Elapsed}.");
            Assert.True(GC.GetTotalAllocatedBytes() - before < MostBytes, $"Case {i} of {which} allocated {(GC.GetTotalAllocatedBytes() - before) >> 20} MiB.");
        }
        Assert.True(errors > cases / 20, $"Only {errors} of {cases} damaged files were noticed.");
    }

    // Partitioned, with a changed column, position deletes, equality deletes and a deletion vector.
    private static async Task BuildAsync(TestTable table)
    {
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        state = (await table.AppendAsync(state, Enumerable.Range(0, 30).Select(i => new Order(i, $"c{i % 4}", i, Units: i % 2)))).State;
        state = await table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. state.Schema.FieldsList.Where(f => f.Name != "score"), ArrowFields.Create("note", PhysicalType.Of(PhysicalTypeKind.String), true)], null) }, Cancel);
        List<DataFile> files = await table.FilesAsync(state);
        ForeignWriter writer = new(table.Location);
        Schema customer = new([ArrowFields.Create("customer", PhysicalType.Of(PhysicalTypeKind.String), true, 2)], null);
        await writer.CommitAsync(state,
        [
            await writer.PositionsAsync(files[0], [(files[0], 3), (files[0], 4)]),
            await writer.EqualAsync(files[1], new RecordBatch(customer, [new StringArray.Builder().Append("c1").Build()], 1), 2),
            .. await writer.VectorsAsync([(files[1], [0L, 5L])]),
        ]);
        await ReadTableAsync(table);
    }

    private static async Task ReadTableAsync(TestTable table)
    {
        using IcebergTableFormat format = table.NewFormat();
        TableState? state = await format.LoadAsync(table.Location, Cancel);
        if (state is null)
            return;
        await foreach (ScanTask task in format.PlanAsync(state, new ScanRequest { Filter = Filter.Compare("id", ComparisonOperator.GreaterThan, 2L) }, Cancel))
            await foreach (RecordBatch batch in format.ReadTaskAsync(task, FileReadRequest.All, Cancel))
                batch.Dispose();
    }

    private static async Task<ObjectPath> FindAsync(InMemoryObjectStore store, string which)
    {
        string[] parts = which.Split('*');
        await foreach (ObjectInfo info in store.ListAsync("orders", null, Cancel))
            if (parts.All(part => info.Path.Name.Contains(part, StringComparison.Ordinal)) && info.Path.Name.EndsWith(parts[^1], StringComparison.Ordinal) | parts is ["foreign-snap-"]
                && (parts.Length > 1 || which.StartsWith("foreign", StringComparison.Ordinal) == info.Path.Name.StartsWith("foreign", StringComparison.Ordinal) || which == ".puffin"))
                return info.Path;
        throw new InvalidOperationException($"There is no file like '{which}'.");
    }

    private static async Task<byte[]> ReadAsync(InMemoryObjectStore store, ObjectPath path)
    {
        byte[] content = new byte[(await store.FindAsync(path, Cancel))!.Length];
        await store.ReadAsync(path, 0, content, Cancel);
        return content;
    }

    private static byte[] Mutate(byte[] sound, Random random)
    {
        List<byte> bytes = [.. sound];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at - 1)); break;
                case 3: bytes.InsertRange(at, [.. bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 30))]); break;
                case 4: bytes[at] = 0xff; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
            if (bytes.Count == 0)
                return [];
        }
        return [.. bytes];
    }

    // Mostly documents that still are JSON: a value replaced, a key gone, a branch copied elsewhere.
    private static byte[] MutateJson(byte[] sound, Random random)
    {
        if (random.Next(4) == 0)
            return Mutate(sound, random);
        JsonNode root = JsonNode.Parse(sound)!;
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            JsonNode[] all = [.. Nodes(root).Skip(1)];
            JsonNode node = all[random.Next(all.Length)];
            JsonNode? value = random.Next(9) switch
            {
                0 => null,
                1 => JsonValue.Create(-1),
                2 => JsonValue.Create(long.MaxValue),
                3 => JsonValue.Create("x"),
                4 => new JsonArray(),
                5 => new JsonObject(),
                6 => JsonValue.Create(1.5),
                7 => JsonValue.Create(random.Next(12)),
                _ => all[random.Next(all.Length)].DeepClone(),
            };
            if (node.Parent is JsonArray array)
                array[array.IndexOf(node)] = value;
            else if (node.Parent is JsonObject parent && random.Next(3) == 0)
                parent.Remove(node.GetPropertyName());
            else
                node.ReplaceWith(value);
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
    {
        JsonObject o => o.Select(p => p.Value),
        JsonArray a => a,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
}
