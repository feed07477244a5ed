using System.Buffers;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Applies a plan to batches of stored rows: row filters on raw values, then masks. Made for one read; the time of the read is bound.</summary>
internal sealed class RowPolicy
{
    private readonly Filter? _restriction;
    private readonly Filter?[] _grants;
    private readonly ColumnPolicy[] _columns;
    private Schema? _schema;
    private FilterEvaluator? _restrictionEvaluator;
    private FilterEvaluator?[] _grantEvaluators = [];

    /// <param name="plan">The plan.</param>
    /// <param name="columns">The columns to return, in this order.</param>
    /// <param name="keys">The keys of keyed hashes.</param>
    /// <param name="principal">Who reads.</param>
    /// <param name="now">The time of the read.</param>
    /// <param name="decode">True to return dictionary-encoded texts as plain texts.</param>
    public RowPolicy(AccessPlan plan, IReadOnlyList<string> columns, MaskKeys keys, MeshPrincipal? principal, DateTimeOffset now, bool decode)
    {
        _columns = [.. columns.Select(name => plan.Columns.Index().First(c => c.Item.Stored.Name == name)).Select(c => new ColumnPolicy(c.Item, plan.Schema.FieldsList[c.Index], keys, decode))];
        // Where no column looks at which grants match, one condition says it all.
        bool oneCondition = _columns.All(c => !c.NeedsGrants);
        _restriction = oneCondition ? plan.BindRows(principal, now) : plan.Restriction?.Bind(principal, now);
        _grants = oneCondition ? [] : [.. plan.Grants.Select(g => g?.Bind(principal, now))];
        IEnumerable<string> conditions = _grants.Append(_restriction).OfType<Filter>().SelectMany(f => f.GetColumns());
        StoredColumns = [.. _columns.Where(c => c.NeedsValues).Select(c => c.Name).Union(conditions, StringComparer.Ordinal)];
        Pruning = oneCondition ? _restriction : plan.BindRows(principal, now);
    }

    /// <summary>The columns that must be read.</summary>
    public IReadOnlyList<string> StoredColumns { get; }

    /// <summary>No row for which this is not true is visible; null: no such condition.</summary>
    public Filter? Pruning { get; }

    /// <summary>The visible rows of a batch, masked; null when there are none. Takes the batch over.</summary>
    public RecordBatch? Apply(RecordBatch batch) => Apply(batch, null);

    /// <summary>The visible rows of a batch, masked, and where they stand in it; null when there are none. Takes the batch over.</summary>
    public RecordBatch? Apply(RecordBatch batch, List<int>? places)
    {
        using PolicyBatch stored = new(batch);
        Bind(batch.Schema);
        ulong[] words = ArrayPool<ulong>.Shared.Rent(batch.Length);
        int[] ordinals = ArrayPool<int>.Shared.Rent(batch.Length);
        try
        {
            int count = Select(batch, words, ordinals);
            places?.AddRange(ordinals.AsSpan(0, count));
            return count == 0 ? null : Build(stored, words.AsSpan(0, count), ordinals.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(words);
            ArrayPool<int>.Shared.Return(ordinals);
        }
    }

    // The ordinals of visible rows, and beside each the grants that match it.
    private int Select(RecordBatch batch, ulong[] words, int[] ordinals)
    {
        Span<ulong> matching = words.AsSpan(0, batch.Length);
        matching.Fill(_grants.Length == 0 ? 1UL : 0UL);
        TruthValue[] rented = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
        try
        {
            Span<TruthValue> truth = rented.AsSpan(0, batch.Length);
            for (int g = 0; g < _grants.Length; g++)
            {
                if (_grantEvaluators[g] is { } grant)
                    grant.Evaluate(batch, truth);
                else
                    truth.Fill(TruthValue.True);
                for (int i = 0; i < truth.Length; i++)
                    matching[i] |= ((ulong)truth[i] & 1) << g;
            }
            if (_restrictionEvaluator is not null)
                _restrictionEvaluator.Evaluate(batch, truth);
            else
                truth.Fill(TruthValue.True);
            int count = 0;
            for (int i = 0; i < truth.Length; i++)
            {
                ulong word = matching[i];
                ordinals[count] = i;
                matching[count] = word;
                count += truth[i] == TruthValue.True && word != 0 ? 1 : 0;
            }
            return count;
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(rented);
        }
    }

    private RecordBatch Build(PolicyBatch batch, ReadOnlySpan<ulong> words, ReadOnlySpan<int> ordinals)
    {
        IArrowArray[] arrays = new IArrowArray[_columns.Length];
        Field[] fields = new Field[_columns.Length];
        try
        {
            for (int i = 0; i < arrays.Length; i++)
            {
                arrays[i] = _columns[i].Apply(batch, words, ordinals);
                fields[i] = _columns[i].FieldOf(arrays[i]);
            }
        }
        catch
        {
            foreach (IArrowArray? array in arrays)
                array?.Dispose();
            throw;
        }
        return new RecordBatch(new Schema(fields, null), arrays, ordinals.Length);
    }

    private void Bind(Schema schema)
    {
        if (_schema is not null && BatchColumns.AreSame(_schema, schema))
            return;
        _schema = schema;
        _restrictionEvaluator = _restriction is null ? null : FilterEvaluator.Create(_restriction, schema);
        _grantEvaluators = [.. _grants.Select(g => g is null ? null : FilterEvaluator.Create(g, schema))];
    }
}
