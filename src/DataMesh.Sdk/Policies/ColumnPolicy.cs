using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>How one column of a read is shown: chosen rows under one mask, or each row under the weakest mask of the grants that match it.</summary>
internal sealed class ColumnPolicy
{
    private readonly Field _field;
    private readonly PlannedColumn _column;
    private readonly MaskEvaluator[] _masks;
    private readonly MaskEvaluator _nothing;
    private readonly bool _decode;

    public ColumnPolicy(PlannedColumn column, Field field, MaskKeys keys, bool decode)
    {
        (_column, _field, _decode) = (column, field, decode);
        _nothing = MaskEvaluator.Create(Mask.Null, column.Type);
        IEnumerable<Mask> masks = column.Uniform is { } uniform ? [uniform] : column.Choices.Select(c => c.Mask);
        _masks = [.. masks.Select(m => MaskEvaluator.Create(m, column.Type, keys.Of(m)))];
    }

    public string Name => _column.Stored.Name;

    /// <summary>True when it depends on the row which mask a cell has.</summary>
    public bool NeedsGrants => _column.Uniform is null;

    /// <summary>False when no stored value is looked at.</summary>
    public bool NeedsValues => _column.Uniform is not NullMask;

    /// <summary>The field of a result: the reader's, with the encoding that the result has.</summary>
    public Field FieldOf(IArrowArray array) => _field.WithEncodings(array.Data.DataType);

    /// <summary>The chosen rows of the column, which belong to the caller.</summary>
    /// <param name="batch">The stored rows.</param>
    /// <param name="words">For each chosen row, the grants that match it.</param>
    /// <param name="ordinals">The chosen rows.</param>
    public IArrowArray Apply(PolicyBatch batch, ReadOnlySpan<ulong> words, ReadOnlySpan<int> ordinals)
    {
        if (!NeedsValues)
            return Nothing(ordinals.Length);
        int index = batch.Schema.GetFieldIndex(Name, StringComparer.Ordinal);
        if (_column.Uniform is not null)
            return Show(batch, index, ordinals, _masks[0]);
        int[] choices = new int[ordinals.Length];
        int[] counts = new int[_masks.Length + 1];
        for (int i = 0; i < choices.Length; i++)
            counts[choices[i] = Choose(words[i])]++;
        if (System.Array.IndexOf(counts, ordinals.Length) is >= 0 and int only)
            return only == _masks.Length ? Nothing(ordinals.Length) : Show(batch, index, ordinals, _masks[only]);
        return Interleave(batch, index, ordinals, choices, counts);
    }

    // The weakest mask that a matching grant gives; behind them all stands null.
    private int Choose(ulong word)
    {
        int i = 0;
        while (i < _column.Choices.Count && (_column.Choices[i].Grants & word) == 0)
            i++;
        return i;
    }

    // Each mask sees only the rows it is for; then the parts are put back into the order of the rows.
    private IArrowArray Interleave(PolicyBatch batch, int index, ReadOnlySpan<int> ordinals, int[] choices, int[] counts)
    {
        List<RecordBatch> parts = [];
        int[] order = new int[ordinals.Length];
        int done = 0;
        try
        {
            for (int c = 0; c < counts.Length; c++)
            {
                if (counts[c] == 0)
                    continue;
                int[] rows = new int[counts[c]];
                int filled = 0;
                for (int i = 0; i < choices.Length; i++)
                    if (choices[i] == c)
                    {
                        order[i] = done + filled;
                        rows[filled++] = ordinals[i];
                    }
                done += filled;
                parts.Add(Single(c == _masks.Length ? Nothing(filled) : Show(batch, index, rows, _masks[c])));
            }
            using RecordBatch all = BatchSelection.Concatenate(parts);
            return BatchSelection.Take(all, order, decode: _decode).Column(0);
        }
        finally
        {
            foreach (RecordBatch part in parts)
                part.Dispose();
        }
    }

    private IArrowArray Show(PolicyBatch batch, int index, ReadOnlySpan<int> rows, MaskEvaluator mask)
    {
        bool isPlain = batch.Column(index) is not DictionaryArray;
        if (mask.Mask is NoMask)
            return (rows.Length == batch.Length && isPlain ? batch.TryMove(index) : null) ?? Take(batch.Column(index), rows, _decode);
        if (rows.Length == batch.Length)
            return Decoded(mask.Apply(batch.Column(index)));
        using IArrowArray taken = Take(batch.Column(index), rows, decode: false);
        return Decoded(mask.Apply(taken));
    }

    private IArrowArray Decoded(IArrowArray masked)
    {
        if (!_decode || masked is not DictionaryArray)
            return masked;
        using (masked)
            return Take(masked, [.. Enumerable.Range(0, masked.Length)], decode: true);
    }

    private IArrowArray Take(IArrowArray array, ReadOnlySpan<int> rows, bool decode) => BatchSelection.Take(Single(array), rows, decode: decode).Column(0);

    private IArrowArray Nothing(int count)
    {
        using StringArray none = new(new ArrayData(Apache.Arrow.Types.StringType.Default, count, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty, ArrowBuffer.Empty]));
        return _nothing.Apply(none);
    }

    private RecordBatch Single(IArrowArray array) => new(new Schema([new Field(_field.Name, array.Data.DataType, true)], null), [array], array.Length);
}
