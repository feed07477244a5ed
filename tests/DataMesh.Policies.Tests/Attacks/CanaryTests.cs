using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>Two meshes that differ only in what a principal may not see are the same to it in every respect.</summary>
public sealed class CanaryTests
{
    private const int Pairs = 1_000, PairsEach = 20;

    [Fact]
    public async Task Hidden_rows_and_masked_values_leave_no_trace()
    {
        int pairs = 0, different = 0;
        ConcurrentDictionary<int, string> traces = [];

        await Parallel.ForEachAsync(Enumerable.Range(1, Pairs / PairsEach), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) =>
        {
            Dice dice = new(seed);
            SchemaObject schema = TableGen.Schema(dice);
            int batchRows = dice.Pick(3, 7, 64);
            await using PolicyMesh one = await CreateAsync(schema, batchRows), two = await CreateAsync(schema, batchRows);
            IReadOnlyList<ColumnClassification> columns = await one.BindColumnsAsync();
            PolicyGen gen = new(dice, schema, new ProductId(dice.NextGuid(), dice.NextGuid()));
            for (int i = 0; i < PairsEach; i++)
            {
                PortPolicy policy = gen.Port("rows", columns);
                PolicyDocument document = await one.SetPolicyAsync(d => d with { Purposes = PolicyGen.PurposeTree, Ports = [policy] });
                await two.SetPolicyAsync(d => d with { Purposes = PolicyGen.PurposeTree, Ports = [policy] });
                PolicyCase question = PolicyCase.Create(seed, dice, one, new NaivePolicy(document, policy, schema, []), policy, gen);
                List<ScalarValue[]> rows = TableGen.Rows(dice, schema, dice.Next(4, 20));
                // The publish that follows moves the clock a little; what is hidden must be hidden then.
                NaiveSight? sight = question.Law.Decide(question.Asking with { Now = question.Asking.Now + TimeSpan.FromSeconds(1) });
                List<ScalarValue[]> twins = sight is null ? TableGen.Rows(dice, schema, dice.Next(4, 20)) : Twins.Of(dice, schema, sight, rows, scope => Key(scope));
                await one.PublishAsync(rows);
                await two.PublishAsync(twins);
                Assert.Equal(one.Time.GetUtcNow(), two.Time.GetUtcNow());
                bool seesAll = sight?.IsUnrestricted(schema) ?? false;
                List<string> first = await Observer.ObserveAsync(one, question.Asking, question.Predicate, question.Columns, seesAll, i);
                List<string> second = await Observer.ObserveAsync(two, question.Asking, question.Predicate, question.Columns, seesAll, i);
                Interlocked.Increment(ref pairs);
                if (!rows.Select(Batches.Text).SequenceEqual(twins.Select(Batches.Text)))
                    Interlocked.Increment(ref different);
                if (!first.SequenceEqual(second))
                    traces.TryAdd(seed, $"{string.Join("\n", first.Zip(second).Where(p => p.First != p.Second).Take(3).Select(p => $"  one: {p.First}\n  two: {p.Second}"))}\n  {first.Count} and {second.Count} lines\n{question.Describe()}");
            }
        });

        Assert.True(traces.IsEmpty, $"{traces.Count} worlds leave traces.\n\n{string.Join("\n\n", traces.OrderBy(t => t.Key).Take(3).Select(t => t.Value))}");
        Assert.Equal(Pairs, pairs);
        Assert.True(different > Pairs / 2, $"only {different} pairs differ at all");
    }

    // The meshes have identities of their own; the keys must not.
    private static byte[] Key(MaskKeyScope scope) => TestKeys.Key(scope.Kind.ToString().ToLowerInvariant());

    private static async Task<PolicyMesh> CreateAsync(SchemaObject schema, int batchRows)
    {
        PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, batchRows, mode: PublishMode.Replace, configure: m => m.UseMaskKeys(_ => new SameKeys()));
        await mesh.PublishAsync(TableGen.Rows(new Dice(1), schema, 3));
        return mesh;
    }

    private sealed class SameKeys : Adapters.Authoring.IMaskKeyProvider
    {
        public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) => new(TestKeys.Key(scope[..scope.IndexOf(':', StringComparison.Ordinal)]));
    }
}
