using System.Collections.Concurrent;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Tells followers in this process that a table was committed to, so that they look at once instead of at their next poll. A hint only: the table says what is true.</summary>
internal static class CommitHints
{
    private static readonly ConcurrentDictionary<(Uri Root, ObjectPath Path), TaskCompletionSource> s_waiting = new();

    /// <summary>Ends with the next commit. Taken before the table is loaded, so that no commit falls between.</summary>
    public static Task NextAsync(TableLocation table) => s_waiting.GetOrAdd(Key(table), static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Somebody committed.</summary>
    public static void Announce(TableLocation table)
    {
        if (s_waiting.TryRemove(Key(table), out TaskCompletionSource? waiting))
            waiting.TrySetResult();
    }

    private static (Uri, ObjectPath) Key(TableLocation table) => (table.Store.Root, table.Path);
}
