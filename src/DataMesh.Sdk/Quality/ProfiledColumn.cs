using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Gathers the profile of one column.</summary>
internal sealed class ProfiledColumn
{
    // All of the first rows go into the quantiles, afterwards a random one of each step: sorting them is what a profile costs most of.
    private const long AllOfFirst = 1 << 14;
    private const int Step = 16;

    private static readonly double[] _shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    private readonly SchemaProperty _property;
    private readonly bool _isWritten;
    private readonly ColumnFigures? _figures;
    private readonly Dictionary<ArrowTypeId, (Schema Schema, StatisticsCollector Bounds)>? _bounds;
    private readonly HyperLogLog? _distinct;
    private readonly TDigest? _digest;
    private ulong _random = 0x2545F4914F6CDD1D;
    private long _rows;
    private long _nulls;

    /// <param name="property">The column.</param>
    /// <param name="isWritten">True when a file is given the same arrays afterwards.</param>
    public ProfiledColumn(SchemaProperty property, bool isWritten = false)
    {
        (_property, _isWritten) = (property, isWritten);
        if (property.Type.IsNested)
            return;
        _distinct = property.Type.Kind == PhysicalTypeKind.Boolean ? null : new HyperLogLog();
        _figures = ColumnFigures.Create(property.Type);
        _digest = _figures is null ? null : new TDigest();
        if (property.Type.Kind is PhysicalTypeKind.String or PhysicalTypeKind.Boolean)
            _bounds = [];
    }

    /// <summary>Adds an array of the column.</summary>
    public void Add(IArrowArray array)
    {
        long first = _rows;
        _rows += array.Length;
        _nulls += ColumnRule.FindNulls(array).Rows;
        _figures?.Add(array);
        AddBounds(array);
        switch (array)
        {
            case PrimitiveArray<int> a: AddNumbers(a, a.Values, first, static v => v); break;
            case PrimitiveArray<long> a: AddNumbers(a, a.Values, first, static v => v); break;
            case FloatArray a: AddNumbers(a, a.Values, first, static v => v); break;
            case DoubleArray a: AddNumbers(a, a.Values, first, static v => v); break;
            case Decimal128Array a: AddDecimals(a, first); break;
            case DictionaryArray a: AddDictionary(a); break;
            case BinaryArray a: AddBytes(a); break;
            case FixedSizeBinaryArray a: AddFixed(a); break;
            default: break;
        }
    }

    /// <summary>The profile so far.</summary>
    public ColumnProfile Finish()
    {
        ColumnStatistics? bounds = _bounds is not { Count: > 0 } ? null
            : _bounds.Values.Select(b => b.Bounds.ToStatistics()).Aggregate(StatisticsCollector.Merge)[0];
        return new ColumnProfile
        {
            Column = _property.Name,
            Values = _rows - _nulls,
            Nulls = _nulls,
            Distinct = _distinct is not null ? Math.Min(_distinct.Estimate(), _rows - _nulls) : CountFlags(bounds),
            Minimum = _figures?.Minimum ?? bounds?.Minimum ?? ScalarValue.Null,
            Maximum = _figures?.Maximum ?? bounds?.Maximum ?? ScalarValue.Null,
            Mean = _figures?.Mean,
            Quantiles = [.. _shares.Select(s => (Share: s, Value: _digest?.Quantile(s))).Where(q => q.Value is not null).Select(q => new Quantile { Share = q.Share, Value = Show(q.Value!.Value) })],
        };
    }

    // Of truth values the bounds say which occur.
    private long? CountFlags(ColumnStatistics? bounds) =>
        _property.Type.Kind != PhysicalTypeKind.Boolean ? null : bounds is null || bounds.Minimum.IsNull ? 0 : bounds.Minimum == bounds.Maximum ? 1 : 2;

    // Texts may come plain and encoded, in turn.
    private void AddBounds(IArrowArray array)
    {
        if (_bounds is null)
            return;
        if (!_bounds.TryGetValue(array.Data.DataType.TypeId, out (Schema Schema, StatisticsCollector Bounds) collector))
        {
            Schema schema = new([ArrowFields.Create(_property.Name, _property.Type, nullable: true, fieldId: 1).WithEncodings(array.Data.DataType)], null);
            _bounds.Add(array.Data.DataType.TypeId, collector = (schema, new StatisticsCollector(schema, leavesBounds: _isWritten)));
        }
        collector.Bounds.Add(new RecordBatch(collector.Schema, [array], array.Length));
    }

    private ScalarValue Show(double value) => _property.Type.Kind switch
    {
        PhysicalTypeKind.Date => ArrowValues.ToDate((int)Math.Floor(value)),
        PhysicalTypeKind.Time => ArrowValues.ToTime((long)Math.Floor(value)),
        PhysicalTypeKind.Timestamp => ArrowValues.ToTimestamp((long)Math.Floor(value)),
        // Between two values of whole numbers lies none.
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => Math.Round(value),
        PhysicalTypeKind.Decimal => value / Math.Pow(10, _property.Type.Scale),
        _ => value,
    };

    private void AddNumbers<T>(IArrowArray array, ReadOnlySpan<T> values, long first, Func<T, double> read)
        where T : unmanaged, INumber<T>
    {
        bool all = array.NullCount == 0;
        foreach (int row in new ValidRows(array.Data))
            _distinct!.Add(HyperLogLog.Hash(Bits(values[row])));
        for (int i = NextSample(first, -1); i < values.Length; i = NextSample(first, i))
            if ((all || array.IsValid(i)) && !T.IsNaN(values[i]))
                _digest!.Add(read(values[i]), first + i < AllOfFirst ? 1 : Step);
    }

    private void AddDecimals(Decimal128Array array, long first)
    {
        ReadOnlySpan<Int128> values = MemoryMarshal.Cast<byte, Int128>(array.ValueBuffer.Span).Slice(array.Offset, array.Length);
        foreach (int row in new ValidRows(array.Data))
            _distinct!.Add(HyperLogLog.Hash(HyperLogLog.Hash((ulong)values[row]) ^ (ulong)(values[row] >> 64)));
        for (int i = NextSample(first, -1); i < values.Length; i = NextSample(first, i))
            if (array.IsValid(i))
                _digest!.Add((double)values[i], first + i < AllOfFirst ? 1 : Step);
    }

    private void AddBytes(BinaryArray array)
    {
        ReadOnlySpan<int> offsets = array.ValueOffsets;
        ReadOnlySpan<byte> bytes = array.ValueBuffer.Span;
        foreach (int row in new ValidRows(array.Data))
            _distinct!.Add(HyperLogLog.Hash(bytes, offsets[row], offsets[row + 1] - offsets[row]));
    }

    private void AddDictionary(DictionaryArray array)
    {
        ReadOnlySpan<int> entries = ((Int32Array)array.Indices).Values;
        BinaryArray texts = (BinaryArray)array.Dictionary;
        foreach (int row in new ValidRows(array.Indices.Data))
            if (texts.IsValid(entries[row]))
                _distinct!.Add(HyperLogLog.Hash(texts.GetBytes(entries[row])));
    }

    private void AddFixed(FixedSizeBinaryArray array)
    {
        foreach (int row in new ValidRows(array.Data))
            _distinct!.Add(HyperLogLog.Hash(array.GetBytes(row)));
    }

    // The next row that goes into the quantiles: of the first rows every one, later one at random of each step.
    private int NextSample(long first, int row)
    {
        if (first + row + 1 < AllOfFirst)
            return row + 1;
        // xorshift64* (Marsaglia, Vigna)
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        int step = row < 0 ? 0 : row / Step + 1;
        return step * Step + (int)(_random * 0x2545F4914F6CDD1D >> 60);
    }

    // Equal numbers have equal bits: zero has no sign, and there is one NaN.
    private static ulong Bits<T>(T value)
        where T : unmanaged, INumber<T> => value switch
        {
            int v => (ulong)v,
            long v => (ulong)v,
            float v => Bits((double)v),
            double v => BitConverter.DoubleToUInt64Bits(v == 0 ? 0 : double.IsNaN(v) ? double.NaN : v),
            _ => throw new NotSupportedException($"Values of {typeof(T).Name} are not profiled."),
        };
}
