using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests.Policies;

public sealed class AccessWatchTests
{
    private static readonly ScalarValue[] Empty = [.. Rows.Columns.Select(_ => ScalarValue.Null)];

    [Fact]
    public async Task A_stream_goes_on_while_the_access_holds_and_is_cut_within_thirty_seconds_after()
    {
        (PolicyBench bench, EnforcementScan scan) = await OpenAsync();
        bool holds = true;
        int asked = 0;
        scan.StillHolds = _ => ValueTask.FromResult(++asked > 0 && holds);
        await using AccessWatch watch = new(bench.Services);
        await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], Endless, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        await NextAsync(stream);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await NextAsync(stream);
        Assert.InRange(asked, 10, 60);
        holds = false;
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        PolicyDeniedException cut = await Assert.ThrowsAsync<PolicyDeniedException>(async () => await NextAsync(stream));
        Assert.Contains("was cut: the access that it was opened with has ended or changed", cut.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_gives_nothing_is_cut_as_well()
    {
        (PolicyBench bench, EnforcementScan scan) = await OpenAsync();
        scan.StillHolds = _ => ValueTask.FromResult(false);
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AccessWatch watch = new(bench.Services);
        await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], token => Silent(waiting, token), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Task<bool> next = stream.MoveNextAsync().AsTask();
        await waiting.Task;
        bench.Time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => next);
    }

    [Fact]
    public async Task Records_of_a_batch_that_was_read_already_are_cut_too()
    {
        (PolicyBench bench, EnforcementScan scan) = await OpenAsync();
        scan.StillHolds = _ => ValueTask.FromResult(false);
        await using AccessWatch watch = new(bench.Services);
        await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], Endless, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await NextAsync(stream);

        Assert.False(watch.IsDue);
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(watch.IsDue);
        await Assert.ThrowsAsync<PolicyDeniedException>(async () => await watch.ConfirmAsync());
        await Assert.ThrowsAsync<PolicyDeniedException>(async () => await watch.ConfirmAsync());
    }

    [Fact]
    public async Task What_cannot_be_confirmed_does_not_hold()
    {
        (PolicyBench bench, EnforcementScan scan) = await OpenAsync();
        scan.StillHolds = _ => throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, "The store is out.");
        await using AccessWatch watch = new(bench.Services);
        await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], Endless, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await NextAsync(stream);

        bench.Time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<PolicyDeniedException>(async () => await NextAsync(stream));
    }

    [Fact]
    public async Task The_end_of_a_grant_is_looked_at_when_it_comes_and_a_closed_stream_no_longer()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant() with { ValidUntil = bench.Time.GetUtcNow().AddSeconds(3) }));
        EnforcementScan scan = await bench.OpenAsync("finance");
        scan.StillHolds = _ => ValueTask.FromResult(bench.Decide("finance").IsAllowed);
        AccessWatch watch = new(bench.Services);
        await using (watch)
        {
            await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], Endless, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
            await NextAsync(stream);
            bench.Time.Advance(TimeSpan.FromSeconds(3));
            await Assert.ThrowsAsync<PolicyDeniedException>(async () => await NextAsync(stream));
        }
        Assert.Equal(0, bench.Time.ActiveTimers);
    }

    [Fact]
    public async Task A_product_that_reads_itself_is_not_watched()
    {
        (PolicyBench bench, EnforcementScan scan) = await OpenAsync();
        await using AccessWatch watch = new(bench.Services);
        await using IAsyncEnumerator<RecordBatch> stream = watch.GuardAsync([scan], Endless, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await NextAsync(stream);

        Assert.Equal(0, bench.Time.ActiveTimers);
    }

    private static async Task<(PolicyBench Bench, EnforcementScan Scan)> OpenAsync()
    {
        PolicyBench bench = await PolicyBench.CreateAsync([Empty]);
        bench.Set(PolicyBench.Open(PolicyBench.Grant()));
        return (bench, await bench.OpenAsync("finance"));
    }

    private static async Task NextAsync(IAsyncEnumerator<RecordBatch> stream)
    {
        Assert.True(await stream.MoveNextAsync());
        stream.Current.Dispose();
    }

    private static async IAsyncEnumerable<RecordBatch> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Rows.Build([Empty]);
        }
    }

    private static async IAsyncEnumerable<RecordBatch> Silent(TaskCompletionSource waiting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        waiting.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        yield break;
    }
}
