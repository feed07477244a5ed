using CsCheck;

namespace DataMesh.Tests.Quality;

public sealed class DuplicateSearchTests
{
    [Fact]
    public void Repeated_keys_are_counted_exactly_however_little_memory_there_is() =>
        Gen.Select(Gen.Byte[0, 6].Array[0, 12].List[0, 300], Gen.Int[0, 3]).Sample((keys, memory) =>
        {
            using DuplicateSearch search = new(memoryBytes: memory switch { 0 => 0, 1 => 100, 2 => 2000, _ => 1 << 20 });
            Dictionary<string, int> seen = [];
            long repeats = 0;
            (long First, long Again)? first = null;

            for (int row = 0; row < keys.Count; row++)
            {
                search.Add(keys[row], row);
                if (!seen.TryAdd(Convert.ToHexString(keys[row]), row))
                {
                    repeats++;
                    first ??= (seen[Convert.ToHexString(keys[row])], row);
                }
            }
            search.Complete();

            Assert.Equal(repeats, search.Repeats);
            Assert.Equal(first, search.FirstRepeat);
        }, iter: 60);

    [Fact]
    public void Temporary_files_are_gone_afterwards()
    {
        string[] before = Directory.GetFiles(Path.GetTempPath(), "datamesh-keys-*");

        using (DuplicateSearch search = new(memoryBytes: 0))
            for (int i = 0; i < 1000; i++)
                search.Add(BitConverter.GetBytes(i), i);

        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "datamesh-keys-*").Except(before));
    }
}
