using System.ComponentModel;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Mapping;

/// <summary>The base of generated encoders: keeps the columns of a batch together and refuses what cannot be stored.</summary>
/// <remarks>Not thread-safe. Values that break a rule are all found first and reported in one exception; no batch is made then.</remarks>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnarEncoder<T> : RecordBatchEncoder<T>
{
    private readonly SchemaObject _contract;
    private readonly MemoryAllocator _allocator;
    private readonly BatchViolations _violations = new();
    private readonly List<ColumnWriter> _columns = [];

    /// <summary>Creates an encoder of the contract's columns.</summary>
    protected ColumnarEncoder(SchemaObject contract, EncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(options);
        _contract = contract;
        _allocator = options.Allocator ?? MemoryAllocator.Default.Value;
        Schema = contract.ToArrowSchema();
    }

    /// <inheritdoc/>
    public sealed override Schema Schema { get; }

    /// <inheritdoc/>
    public sealed override RecordBatch Encode(ReadOnlySpan<T> rows, long firstRow)
    {
        RefuseMissingRows(rows, firstRow);
        _violations.Clear();
        foreach (ColumnWriter column in _columns)
            column.Begin(rows.Length, firstRow);
        try
        {
            WriteColumns(rows);
            _violations.ThrowIfAny();
            return new RecordBatch(Schema, _columns.Select(c => ArrowArrayFactory.BuildArray(c.Build())), rows.Length);
        }
        finally
        {
            foreach (ColumnWriter column in _columns)
                column.Release();
        }
    }

    /// <summary>Encodes the rows, one column after the other.</summary>
    protected abstract void WriteColumns(ReadOnlySpan<T> rows);

    /// <summary>Adds the next column of the contract, of values that are stored as they are.</summary>
    protected FixedColumnWriter<TValue> AddFixed<TValue>()
        where TValue : unmanaged => Add(new FixedColumnWriter<TValue>(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of truth values.</summary>
    protected BooleanColumnWriter AddBoolean() => Add(new BooleanColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of decimals.</summary>
    protected DecimalColumnWriter AddDecimal() => Add(new DecimalColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of times that must be UTC.</summary>
    protected TimestampColumnWriter AddTimestamp() => Add(new TimestampColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of texts or bytes.</summary>
    protected TextColumnWriter AddText() => Add(new TextColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of structs.</summary>
    protected StructColumnWriter<TStruct> AddStruct<TStruct>() => Add(new StructColumnWriter<TStruct>(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of lists.</summary>
    protected ListColumnWriter<TItem> AddList<TItem>() => Add(new ListColumnWriter<TItem>(Next(), NextPlace()));

    /// <summary>Adds the next column of the contract, of maps.</summary>
    protected MapColumnWriter<TKey, TValue> AddMap<TKey, TValue>() => Add(new MapColumnWriter<TKey, TValue>(Next(), NextPlace()));

    private static void RefuseMissingRows(ReadOnlySpan<T> rows, long firstRow)
    {
        if (typeof(T).IsValueType)
            return;
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] is null)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {firstRow + row} is null. Leave it out of the rows."), nameof(rows));
        }
    }

    private SchemaProperty Next() => _contract.Properties[_columns.Count];

    private ColumnPlace NextPlace() => new(Next().Name, _allocator, _violations, null);

    private TColumn Add<TColumn>(TColumn column)
        where TColumn : ColumnWriter
    {
        _columns.Add(column);
        return column;
    }
}
