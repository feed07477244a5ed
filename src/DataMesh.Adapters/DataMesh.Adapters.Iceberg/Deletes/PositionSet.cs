namespace DataMesh.Adapters.Iceberg;

/// <summary>Row positions of a file, kept in about the bytes in which they are stored. Thread-safe once it is built.</summary>
internal sealed class PositionSet
{
    private const int BitmapWords = 1024;
    private readonly Dictionary<long, Container> _containers = [];

    /// <summary>How many positions there are.</summary>
    public long Count { get; private set; }

    /// <summary>About the memory that the set takes.</summary>
    public long Bytes { get; private set; }

    public static PositionSet Of(List<long> positions)
    {
        PositionSet set = new();
        foreach (IGrouping<long, long> chunk in positions.GroupBy(p => p >> 16))
            set.AddValues(chunk.Key, [.. chunk.Select(p => (ushort)p).Order().Distinct()]);
        return set;
    }

    /// <summary>Adds the positions <c>chunk * 65536 + value</c>.</summary>
    /// <param name="chunk">The chunk; each is added once.</param>
    /// <param name="values">Ascending.</param>
    public void AddValues(long chunk, ushort[] values) => Add(chunk, new Container(values, null, null), values.Length, sizeof(ushort) * values.Length);

    /// <summary>Adds the positions whose bits are set.</summary>
    public void AddBitmap(long chunk, ulong[] bits) => Add(chunk, new Container(null, bits, null), bits.Sum(word => (long)System.Numerics.BitOperations.PopCount(word)), sizeof(ulong) * BitmapWords);

    /// <summary>Adds runs: the first value of each and how many follow it, ascending and apart.</summary>
    public void AddRuns(long chunk, (ushort First, ushort More)[] runs) => Add(chunk, new Container(null, null, runs), runs.Sum(r => r.More + 1L), 4 * runs.Length);

    public bool Contains(long position) => _containers.TryGetValue(position >> 16, out Container? container) && container.Contains((ushort)position);

    private void Add(long chunk, Container container, long count, long bytes)
    {
        if (!_containers.TryAdd(chunk, container))
            throw new InvalidDataException("a part of the positions occurs twice");
        Count += count;
        Bytes += 64 + bytes;
    }

    private sealed record Container(ushort[]? Values, ulong[]? Bits, (ushort First, ushort More)[]? Runs)
    {
        public bool Contains(ushort value)
        {
            if (Bits is not null)
                return (Bits[value >> 6] >> (value & 63) & 1) != 0;
            if (Values is not null)
                return Array.BinarySearch(Values, value) >= 0;
            int low = 0, high = Runs!.Length - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                if (value < Runs[middle].First)
                    high = middle - 1;
                else if (value - Runs[middle].First > Runs[middle].More)
                    low = middle + 1;
                else
                    return true;
            }
            return false;
        }
    }
}
