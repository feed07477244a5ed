using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>The bounds of one column, collected over arrays of one type.</summary>
internal abstract class ColumnBounds
{
    /// <summary>The NaN values; null when the type has none.</summary>
    internal virtual long? NanCount => null;

    /// <summary>The least value; meaningful once a value that is neither null nor NaN was added.</summary>
    internal abstract ScalarValue Minimum { get; }

    /// <summary>The greatest value; meaningful once a value that is neither null nor NaN was added.</summary>
    internal abstract ScalarValue Maximum { get; }

    /// <summary>Adds an array in which at least one value is not null.</summary>
    internal abstract void Add(IArrowArray array, int nullCount);

    /// <summary>Bounds for a type; null when it has none.</summary>
    /// <param name="type">The type of the arrays.</param>
    /// <param name="leaves">True to leave what is found in an array of texts or bytes to the next that adds the same array.</param>
    internal static ColumnBounds? Create(IArrowType type, bool leaves) => type switch
    {
        BooleanType => new BooleanBounds(),
        Int32Type => new IntegerBounds<int>(value => value),
        Int64Type => new IntegerBounds<long>(value => value),
        Date32Type => new IntegerBounds<int>(ArrowValues.ToDate),
        Time64Type { Unit: TimeUnit.Microsecond } => new IntegerBounds<long>(ArrowValues.ToTime),
        TimestampType { Unit: TimeUnit.Microsecond, Timezone.Length: > 0 } => new IntegerBounds<long>(ArrowValues.ToTimestamp),
        FloatType => new FloatBounds<float>(),
        DoubleType => new FloatBounds<double>(),
        Decimal128Type d => new DecimalBounds(d.Scale),
        StringType => new BytesBounds(ArrowValues.ToText, leaves),
        BinaryType => new BytesBounds(bytes => ScalarValue.From(bytes.ToArray()), leaves),
        FixedSizeBinaryType { ByteWidth: 16 } => new BytesBounds(bytes => ScalarValue.From(new Guid(bytes, bigEndian: true)), leaves),
        DictionaryType { ValueType: StringType } => new DictionaryBounds(),
        _ => null,
    };
}
