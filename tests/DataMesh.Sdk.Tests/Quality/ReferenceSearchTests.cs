using CsCheck;

namespace DataMesh.Tests.Quality;

/// <summary>Rows without a known key are counted exactly, whether keys fit into memory or not.</summary>
public sealed class ReferenceSearchTests
{
    private static readonly Gen<byte[]> _key = Gen.Byte[0, 3].Array[0, 3];

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(300)]
    [InlineData(0)]
    public void Rows_are_counted_as_a_set_counts_them(long memoryBytes) => Gen.Select(_key.Array[0, 30], _key.Array[0, 60]).Sample((known, rows) =>
    {
        using ReferenceSearch search = new(memoryBytes);
        foreach (byte[] key in known)
            search.AddKnown(key);
        foreach ((int row, byte[] key) in rows.Index())
            search.Add(key, row);
        search.Complete();

        HashSet<string> set = [.. known.Select(Convert.ToHexString)];
        int[] missing = [.. rows.Index().Where(r => !set.Contains(Convert.ToHexString(r.Item))).Select(r => r.Index)];
        Assert.Equal((missing.LongLength, missing.Length == 0 ? null : missing[0]), (search.Missing, search.FirstMissing));
    }, iter: 300);

    [Fact]
    public void A_million_keys_stay_within_their_memory()
    {
        using ReferenceSearch search = new(1 << 20);
        Span<byte> key = stackalloc byte[8];
        for (int i = 0; i < 1_000_000; i += 2)
        {
            BitConverter.TryWriteBytes(key, (long)i);
            search.AddKnown(key);
        }
        for (int i = 0; i < 100_000; i++)
        {
            BitConverter.TryWriteBytes(key, (long)i);
            search.Add(key, i);
        }
        search.Complete();

        Assert.Equal((50_000, 1L), (search.Missing, search.FirstMissing));
    }
}
