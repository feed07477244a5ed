namespace DataMesh.Tests.Runs;

public sealed class RunIdTests
{
    [Fact]
    public void Ids_of_one_millisecond_are_in_the_order_of_their_moments()
    {
        DateTimeOffset start = new(2026, 11, 28, 8, 0, 0, 123, TimeSpan.Zero);
        Guid[] ids = [.. Enumerable.Range(0, 1_000).Select(i => RunId.Create(start.AddTicks(10 * i)))];

        Assert.Equal(ids, ids.OrderBy(id => id.ToString("N"), StringComparer.Ordinal));
        Assert.All(ids, id => Assert.Equal((7, 8, Guid.CreateVersion7(start).ToString("N")[..12]), (id.Version, id.Variant & 0xC, id.ToString("N")[..12])));
    }
}
