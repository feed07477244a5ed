using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A relation of one meaningless row that remembers which of its columns a bound statement asks for.</summary>
internal sealed class ProbeRelation(string name, Schema schema) : QueryRelation
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _wasOpened;

    public override string Name => name;

    public override Schema Schema => schema;

    /// <summary>The columns that were asked for since the last call. A relation that was never opened may matter all the same, so it counts as asked for whole.</summary>
    public IReadOnlyList<string> TakeAsked()
    {
        lock (_lock)
        {
            string[] asked = [.. _wasOpened ? _asked : schema.FieldsList.Select(f => f.Name)];
            _asked.Clear();
            _wasOpened = false;
            return asked;
        }
    }

    public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _wasOpened = true;
            _asked.UnionWith(columns ?? [.. schema.FieldsList.Select(f => f.Name)]);
            _asked.UnionWith(filter?.GetColumns() ?? (IEnumerable<string>)[]);
        }
        return OneRowAsync(columns is null ? schema : new Schema(columns.Select(schema.GetFieldByName), null), cancellationToken);
    }

    // One row, not none: over an empty relation an engine may leave out the rest of a join.
    private static async IAsyncEnumerable<RecordBatch> OneRowAsync(Schema columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        yield return ZeroRow.Of(columns);
    }
}
