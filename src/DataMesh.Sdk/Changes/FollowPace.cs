using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>When a follower that has seen everything looks again: at the next hint, and otherwise after pauses that double up to a limit.</summary>
/// <remarks>The limit bounds how late a publish of another process, and the end of the access, are seen.</remarks>
internal sealed class FollowPace(TimeProvider time)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250), s_longest = TimeSpan.FromSeconds(8);

    private TimeSpan _pause = s_shortest;
    private Task? _hint;

    /// <summary>Something was there.</summary>
    public void Reset() => _pause = s_shortest;

    /// <summary>Waits. The first call returns at once: a commit before it gave no hint.</summary>
    public async Task WaitAsync(TableLocation table, CancellationToken cancellationToken)
    {
        if (_hint is not null)
            await PauseAsync(_hint, cancellationToken).ConfigureAwait(false);
        _hint = CommitHints.NextAsync(table);
    }

    private async Task PauseAsync(Task hint, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Followers that were started together do not stay in step.
        Task pause = Task.Delay(_pause * (0.75 + Random.Shared.NextDouble() / 4), time, over.Token);
        await Task.WhenAny(hint, pause).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _pause = _pause * 2 < s_longest ? _pause * 2 : s_longest;
    }
}
