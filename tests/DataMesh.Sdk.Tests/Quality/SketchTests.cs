using CsCheck;

namespace DataMesh.Tests.Quality;

/// <summary>Sketches against exact answers.</summary>
public sealed class SketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(40_000)]
    [InlineData(1_000_000)]
    public void Distinct_values_are_estimated_within_three_percent_however_often_they_come(int distinct)
    {
        HyperLogLog numbers = new(), texts = new();

        for (int repeat = 0; repeat < 2; repeat++)
            for (int i = 0; i < distinct; i++)
            {
                numbers.Add(HyperLogLog.Hash((ulong)i * 1000));
                texts.Add(HyperLogLog.Hash(System.Text.Encoding.UTF8.GetBytes($"value number {i}")));
            }

        Assert.InRange(numbers.Estimate(), distinct * 0.97, distinct * 1.03);
        Assert.InRange(texts.Estimate(), distinct * 0.97, distinct * 1.03);
    }

    [Fact]
    public void A_text_has_the_same_hash_wherever_it_lies() => Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[0, 20], Gen.Int[0, 20]).Sample((text, before, behind) =>
    {
        byte[] buffer = [.. Enumerable.Repeat((byte)1, before), .. text, .. Enumerable.Repeat((byte)2, behind)];

        Assert.Equal(HyperLogLog.Hash(text), HyperLogLog.Hash(buffer, before, text.Length));
    }, iter: 1_000);

    [Fact]
    public void Texts_that_differ_in_one_byte_or_in_zeros_at_the_end_have_different_hashes() => Gen.Select(Gen.Byte.Array[1, 80], Gen.Int[0, 79]).Where(t => t.Item2 < t.Item1.Length).Sample((text, at) =>
    {
        byte[] other = [.. text];
        other[at] ^= 1;

        Assert.NotEqual(HyperLogLog.Hash(text), HyperLogLog.Hash(other));
        Assert.NotEqual(HyperLogLog.Hash(text), HyperLogLog.Hash([.. text, 0]));
    }, iter: 1_000);

    [Fact]
    public void Few_distinct_values_are_counted_almost_exactly() => Gen.ULong.HashSet[0, 300].Sample(values =>
    {
        HyperLogLog sketch = new();
        foreach (ulong value in values)
            sketch.Add(HyperLogLog.Hash(value));

        Assert.InRange(sketch.Estimate(), values.Count - 8, values.Count + 8);
    }, iter: 200);

    [Theory]
    [InlineData("uniform")]
    [InlineData("exponential")]
    [InlineData("sorted")]
    [InlineData("two values")]
    public void Quantiles_lie_within_half_a_percent_of_their_rank(string shape)
    {
        Random random = new(4711);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => shape switch
        {
            "uniform" => random.NextDouble() * 1000 - 500,
            "exponential" => -Math.Log(1 - random.NextDouble()),
            "sorted" => i,
            _ => i % 10 == 0 ? 1.0 : 0,
        })];
        TDigest digest = new();
        foreach (double value in values)
            digest.Add(value);
        Array.Sort(values);

        foreach (double share in (double[])[0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1])
        {
            double estimate = digest.Quantile(share)!.Value;
            Assert.InRange(estimate, values[Rank(share - Error(share))], values[Rank(share + Error(share))]);
        }

        // Closest at the ends.
        static double Error(double share) => 0.0005 + 0.018 * share * (1 - share);

        int Rank(double share) => (int)Math.Clamp(share * (values.Length - 1), 0, values.Length - 1);
    }

    [Fact]
    public void A_digest_of_few_values_keeps_least_and_greatest() => Gen.Double[-1e9, 1e9].Array[1, 50].Sample(values =>
    {
        TDigest digest = new();
        foreach (double value in values)
            digest.Add(value);

        Assert.Equal((values.Min(), values.Max()), (digest.Quantile(0)!.Value, digest.Quantile(1)!.Value));
        Assert.InRange(digest.Quantile(0.5)!.Value, values.Min(), values.Max());
    });

    [Fact]
    public void A_digest_without_values_has_no_quantiles() => Assert.Null(new TDigest().Quantile(0.5));

    [Fact]
    public void Weights_count_like_repeated_values()
    {
        TDigest weighted = new(), repeated = new();
        for (int i = 0; i < 1000; i++)
        {
            weighted.Add(i, i % 3 == 0 ? 15 : 16);
            if (i % 3 == 0)
                weighted.Add(i);
            for (int j = 0; j < 16; j++)
                repeated.Add(i);
        }

        Assert.InRange(weighted.Quantile(0.25)!.Value, repeated.Quantile(0.25)!.Value - 5, repeated.Quantile(0.25)!.Value + 5);
    }
}
