using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>The base of generated decoders: finds the record's columns in the stored schema and refuses one that does not fit.</summary>
/// <remarks>Columns may be nullable where the record's are not: a row without a value then throws when it is decoded.</remarks>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnarDecoder<T> : RecordBatchDecoder<T>
{
    private readonly SchemaObject _contract;
    private readonly Schema _stored;
    private int _columns;

    /// <summary>Creates a decoder of the contract's columns.</summary>
    /// <exception cref="ContractMismatchException">The stored schema lacks a required column or has another type for one; lists all such columns.</exception>
    protected ColumnarDecoder(SchemaObject contract, Schema stored)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(stored);
        IReadOnlyList<ContractMismatch> mismatches = SchemaCompatibility.FindMismatches(contract, stored, ignoreNullability: true);
        if (mismatches.Count > 0)
            throw new ContractMismatchException($"The record '{contract.Name}' does not fit the stored columns: {string.Join("; ", mismatches)}.") { Mismatches = mismatches };
        _contract = contract;
        _stored = stored;
    }

    /// <inheritdoc/>
    public sealed override void Decode(RecordBatch batch, Span<T> destination)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (destination.Length < batch.Length)
            throw new ArgumentException($"The batch has {batch.Length} rows, there is room for {destination.Length}.", nameof(destination));
        DecodeRows(batch, destination[..batch.Length]);
    }

    /// <summary>Decodes every row of a batch; the rows are as many as the batch has.</summary>
    protected abstract void DecodeRows(RecordBatch batch, Span<T> rows);

    /// <summary>Reads the next column of the contract, of values of one width.</summary>
    protected FixedColumnReader<TValue> AddFixed<TValue>()
        where TValue : unmanaged => new(Next(), _stored);

    /// <summary>Reads the next column of the contract, of truth values.</summary>
    protected BooleanColumnReader AddBoolean() => new(Next(), _stored);

    /// <summary>Reads the next column of the contract, of texts or bytes.</summary>
    protected TextColumnReader AddText() => new(Next(), _stored);

    /// <summary>Reads the next column of the contract, of structs, lists or maps.</summary>
    protected NestedColumnReader AddNested() => new(Next(), _stored);

    private SchemaProperty Next() => _contract.Properties[_columns++];
}
