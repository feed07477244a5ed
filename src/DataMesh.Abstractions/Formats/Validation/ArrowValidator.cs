using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Checks that record batches from outside are what their schema says, before anything reads a value of them.</summary>
/// <remarks>
/// Arrow's accessors trust a batch: an offset or a dictionary index that points behind its buffer reads foreign memory or ends the process. Batches that
/// come from files, from the network or from callers are checked here first: number and length of buffers with slice offsets, null counts, offsets that
/// ascend inside their buffer, lengths of children, dictionary indices and dictionaries, UTF-8 where text is promised, keys of maps, depth. Unions, views
/// and run-end encoding are refused. Declared nullability is not checked: it is the contract's matter.
/// Thread-safe; checked dictionaries are remembered, so that batches that share one pay for it once. One pass over offsets, indices and texts,
/// none over numbers.
/// </remarks>
public sealed class ArrowValidator
{
    /// <summary>How deep types may nest; a column that is no list, struct or map has the depth 1.</summary>
    /// <value>64.</value>
    public const int MaximumDepth = 64;

    private readonly ConditionalWeakTable<ArrayData, IArrowType> _dictionaries = [];

    /// <summary>Checks a batch. It stays the caller's.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the message names the column and what is wrong, never a value.</exception>
    public void Check(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IReadOnlyList<Field> fields = batch.Schema.FieldsList;
        if (batch.ColumnCount != fields.Count)
            throw Damaged($"it has {batch.ColumnCount} columns, its schema {fields.Count}");
        if (batch.Length < 0)
            throw Damaged("its number of rows is negative");
        for (int i = 0; i < fields.Count; i++)
        {
            ArrayData? data = batch.Column(i)?.Data;
            if ((data?.Length == batch.Length ? FindFault(fields[i].DataType, data, 1) : new ArrayFault("it does not have as many values as the batch has rows")) is { } fault)
                throw Damaged(fault.In(fields[i].Name));
        }
    }

    /// <summary>Checks the values of one column, or of a dictionary, against a type.</summary>
    /// <param name="column">The name for the message.</param>
    /// <param name="type">The type that the values are to have.</param>
    /// <param name="data">The values; they stay the caller's.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the message names the column and what is wrong, never a value.</exception>
    public void Check(string column, IArrowType type, ArrayData data)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(data);
        if (FindFault(type, data, 1) is { } fault)
            throw Damaged(fault.In(column));
    }

    private ArrayFault? FindFault(IArrowType declared, ArrayData? data, int depth)
    {
        if (data is null)
            return new ArrayFault("it is missing");
        if (depth > MaximumDepth)
            return new ArrayFault($"its types nest more than {MaximumDepth} levels deep");
        IArrowType type = ArrayLayout.StorageOf(declared);
        return ArrayLayout.FindFault(type, data) ?? type switch
        {
            DictionaryType dictionary => DictionaryIndices.FindFault(dictionary, data) ?? FindDictionaryFault(dictionary, data.Dictionary, depth),
            NestedType nested => FindChildFault(nested, data, depth),
            _ => null,
        };
    }

    private ArrayFault? FindDictionaryFault(DictionaryType type, ArrayData dictionary, int depth)
    {
        if (_dictionaries.TryGetValue(dictionary, out IArrowType? known) && ReferenceEquals(known, type.ValueType))
            return null;
        if (FindFault(type.ValueType, dictionary, depth + 1) is { } fault)
            return fault.In("dictionary");
        _dictionaries.AddOrUpdate(dictionary, type.ValueType);
        return null;
    }

    private ArrayFault? FindChildFault(NestedType type, ArrayData data, int depth)
    {
        for (int i = 0; i < type.Fields.Count; i++)
            if (FindFault(type.Fields[i].DataType, data.Children[i], depth + 1) is { } fault)
                return fault.In(type.Fields[i].Name);
        return ChildLengths.FindFault(type, data);
    }

    private static DataMeshException Damaged(ArrayFault fault) => Damaged($"column '{fault.Path}': {fault.Reason}");

    private static DataMeshException Damaged(string reason) => new(
        DataMeshErrorKind.CorruptData,
        $"Cannot use a record batch: {reason}. Whoever made it wrote or sent something else than its schema says; make it again, with an Arrow library that is up to date.")
        { Operation = "validate" };
}
