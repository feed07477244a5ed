using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Loads and checks the columns of one record batch after another, of one pass over a file.</summary>
internal sealed class IpcBatchLoader
{
    private readonly IpcIndex _index;
    private readonly ReadBudget _budget;
    private readonly IpcBuffers _buffers;
    private readonly ArrowValidator _validator = new();
    private readonly IpcDictionaries _dictionaries;

    internal IpcBatchLoader(IpcSource source, IpcIndex index, ReadBudget budget)
    {
        _index = index;
        _budget = budget;
        _buffers = new IpcBuffers(source, budget);
        _dictionaries = new IpcDictionaries(index, _buffers, _validator, budget);
    }

    internal async Task<ArrayData[]> LoadAsync(int ordinal, int[] columns, CancellationToken cancellationToken)
    {
        IpcMessage batch = _index.Batches[ordinal];
        IpcSchema schema = _index.Schema;
        foreach (int column in columns)
            await _dictionaries.AdvanceAsync(schema.Fields[column], ordinal, cancellationToken).ConfigureAwait(false);
        _budget.BeginBatch();
        IEnumerable<int> wanted = columns.SelectMany(column => Enumerable.Range(schema.FirstBuffers[column], schema.FirstBuffers[column + 1] - schema.FirstBuffers[column]));
        ArrowBuffer[] buffers = await _buffers.LoadAsync(batch, wanted, cancellationToken).ConfigureAwait(false);
        IpcArrays arrays = new(batch, buffers, _dictionaries.Find);
        return System.Array.ConvertAll(columns, column => Read(arrays, batch, column));
    }

    private ArrayData Read(IpcArrays arrays, IpcMessage batch, int column)
    {
        Field field = _index.Schema.Fields[column].Field;
        ArrayData data = arrays.Read(_index.Schema.Fields[column], _index.Schema.FirstNodes[column], _index.Schema.FirstBuffers[column]);
        if (data.Length != batch.Rows)
            throw new InvalidDataException($"the column '{field.Name}' of a record batch has another number of values than the batch has rows");
        _validator.Check(field.Name, field.DataType, data);
        return data;
    }
}
