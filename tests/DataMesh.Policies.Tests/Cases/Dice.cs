namespace DataMesh.Tests.Policies;

/// <summary>Reproducible choices.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public int Next(int from, int to) => _random.Next(from, to + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public List<T> Some<T>(IReadOnlyList<T> items, double probability) => [.. items.Where(_ => Chance(probability))];

    public Guid NextGuid()
    {
        byte[] bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
