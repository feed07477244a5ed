using System.Text;

namespace DataMesh.Tests.Policies;

/// <summary>Statistics are raw values that nobody masks: those of columns that somebody may not see are nowhere in a table's files.</summary>
public sealed class BoundsTests
{
    private const string Lowest = "AAAA-canary-lowest", Highest = "ZZZZ-canary-highest";

    [Fact]
    public async Task Bounds_of_a_confidential_column_lie_in_no_manifest_footer_or_page_index()
    {
        SchemaObject schema = Fixed.Schema(("id", PhysicalTypeKind.Int64, Classification.Internal), ("open", PhysicalTypeKind.String, Classification.Internal), ("secret", PhysicalTypeKind.String, Classification.Confidential));
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema);
        await mesh.PublishAsync([.. Enumerable.Range(0, 200).Select(i => (ScalarValue[])[i, i == 0 ? "AAAA-open-lowest" : i == 1 ? "ZZZZ-open-highest" : "middle", i == 0 ? Lowest : i == 1 ? Highest : $"M{i:D4}"])]);

        await AssertHiddenAsync(mesh, "secret", "open");
    }

    [Fact]
    public async Task Bounds_of_a_masked_column_lie_in_no_manifest_footer_or_page_index()
    {
        PortPolicy policy = Fixed.Policy(Fixed.To("sales", new Sight { Masks = [new MaskedColumn { Column = "secret", Mask = Mask.KeepFirst(1) }] }));
        SchemaObject schema = Fixed.Schema(("id", PhysicalTypeKind.Int64, Classification.Internal), ("open", PhysicalTypeKind.String, Classification.Internal), ("secret", PhysicalTypeKind.String, Classification.Internal));
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, policy: policy);
        await mesh.PublishAsync([.. Enumerable.Range(0, 200).Select(i => (ScalarValue[])[i, i == 0 ? "AAAA-open-lowest" : i == 1 ? "ZZZZ-open-highest" : "middle", i == 0 ? Lowest : i == 1 ? Highest : $"M{i:D4}"])]);

        await AssertHiddenAsync(mesh, "secret", "open");
    }

    internal static async Task AssertHiddenAsync(PolicyMesh mesh, string hidden, string open)
    {
        string table = Directory.EnumerateDirectories(mesh.Folder, "metadata", SearchOption.AllDirectories).Select(d => Path.GetDirectoryName(d)!).Single();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(table, "metadata"), "*", SearchOption.AllDirectories))
            AssertWithout(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), file);
        string[] data = [.. Directory.EnumerateFiles(table, "*.parquet", SearchOption.AllDirectories)];
        Assert.NotEmpty(data);
        foreach (string file in data)
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            int footer = BitConverter.ToInt32(bytes, bytes.Length - 8);
            AssertWithout(bytes.AsSpan(bytes.Length - 8 - footer, footer), $"the footer of {file}");
            foreach ((string column, bool isHidden) in new[] { (hidden, true), (open, false) })
            {
                string[] bounds = ParquetFacts.Bounds(file, column);
                Assert.True(isHidden == (bounds.Length == 0), $"{file}: {column} has the bounds [{string.Join(", ", bounds)}]");
            }
        }
    }

    private static void AssertWithout(ReadOnlySpan<byte> bytes, string what)
    {
        foreach (string canary in new[] { Lowest, Highest, "AAAA-can", "ZZZZ-can" })
            Assert.True(bytes.IndexOf(Encoding.UTF8.GetBytes(canary)) < 0, $"{what} holds a value of a column that nobody may see");
    }
}
