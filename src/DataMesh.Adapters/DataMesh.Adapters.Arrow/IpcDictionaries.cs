using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The dictionaries of one pass over a file, as they are for the batch at hand: replaced and extended on the way.</summary>
internal sealed class IpcDictionaries(IpcIndex index, IpcBuffers buffers, ArrowValidator validator, ReadBudget budget)
{
    private readonly Dictionary<IpcField, State> _states = [];

    /// <summary>Brings the dictionaries of a column up to a record batch.</summary>
    internal async Task AdvanceAsync(IpcField column, int batch, CancellationToken cancellationToken)
    {
        if (!column.HasDictionary)
            return;
        if (column.DictionaryId is null)
        {
            foreach (IpcField child in column.Children)
                await AdvanceAsync(child, batch, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (!_states.TryGetValue(column, out State? state))
            _states.Add(column, state = new State());
        for (; state.Next < index.Dictionaries.Count && index.Dictionaries[state.Next].Before <= batch; state.Next++)
            if (index.Dictionaries[state.Next].Message is var message && message.DictionaryId == column.DictionaryId)
                await ApplyAsync(state, column, message, cancellationToken).ConfigureAwait(false);
    }

    internal ArrayData Find(IpcField field) => _states.GetValueOrDefault(field)?.Values ?? throw new InvalidDataException($"the column '{field.Field.Name}' has no dictionary");

    private async Task ApplyAsync(State state, IpcField column, IpcMessage message, CancellationToken cancellationToken)
    {
        IpcField values = column.ToDictionaryValues();
        IpcSchema schema = IpcSchema.OfDictionary(values);
        message.Demand(schema);
        budget.BeginBatch();
        ArrowBuffer[] loaded = await buffers.LoadAsync(message, Enumerable.Range(0, schema.FirstBuffers[^1]), cancellationToken).ConfigureAwait(false);
        ArrayData read = new IpcArrays(message, loaded, Find).Read(values, 0, 0);
        validator.Check(column.Field.Name, values.Field.DataType, read);
        long bytes = loaded.Sum(buffer => (long)buffer.Length);
        if (message.IsDelta && state.Values is { } before)
        {
            budget.SpendOnBatch(state.Bytes + bytes);
            read = Concatenate(before, read);
            bytes += state.Bytes;
        }
        budget.ReleaseDictionary(state.Bytes);
        budget.KeepAsDictionary(bytes);
        (state.Values, state.Bytes) = (read, bytes);
    }

    // Every batch that uses a dictionary is disposed with it: only memory that nobody owns may be shared.
    private static ArrayData Concatenate(ArrayData first, ArrayData second)
    {
        using IArrowArray all = ArrowArrayConcatenator.Concatenate([ArrowArrayFactory.BuildArray(first), ArrowArrayFactory.BuildArray(second)]);
        return Copy(all.Data);
    }

    private static ArrayData Copy(ArrayData data) => new(data.DataType, data.Length, data.NullCount, data.Offset,
        System.Array.ConvertAll(data.Buffers, buffer => new ArrowBuffer(buffer.Span.ToArray())), data.Children is null ? null : System.Array.ConvertAll(data.Children, Copy));

    private sealed class State
    {
        internal int Next { get; set; }

        internal ArrayData? Values { get; set; }

        internal long Bytes { get; set; }
    }
}
