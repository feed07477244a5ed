using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>The Arrow form of a stored column and how its values become it. The one place that knows which stored types can be read.</summary>
internal sealed record ColumnType
{
    internal required IArrowType Arrow { get; init; }

    internal required ColumnForm Form { get; init; }

    /// <summary>Bytes of a stored value of <see cref="ColumnForm.Fixed"/>.</summary>
    internal int StoredWidth { get; init; }

    /// <summary>Bytes of an Arrow value of <see cref="ColumnForm.Fixed"/>.</summary>
    internal int Width { get; init; }

    internal ValueConversion Conversion { get; init; }

    /// <exception cref="InvalidDataException">The type cannot be.</exception>
    internal static ColumnType Of(ParquetNode column)
    {
        ParquetAnnotation meaning = column.Annotation;
        return column.StoredType switch
        {
            ParquetStoredType.Boolean => new() { Arrow = BooleanType.Default, Form = ColumnForm.Bits },
            ParquetStoredType.Int32 => meaning.Kind == ParquetAnnotationKind.Decimal ? Decimal(column, 4, ValueConversion.ExtendInteger) : OfInt32(meaning),
            ParquetStoredType.Int64 => meaning.Kind == ParquetAnnotationKind.Decimal ? Decimal(column, 8, ValueConversion.ExtendInteger) : Plain(OfInt64(meaning), 8),
            ParquetStoredType.Int96 => new() { Arrow = new TimestampType(TimeUnit.Nanosecond, (string?)null), Form = ColumnForm.Fixed, StoredWidth = 12, Width = 8, Conversion = ValueConversion.Int96 },
            ParquetStoredType.Float => Plain(FloatType.Default, 4),
            ParquetStoredType.Double => Plain(DoubleType.Default, 8),
            ParquetStoredType.Bytes => OfBytes(column),
            ParquetStoredType.FixedBytes => OfFixedBytes(column),
            _ => throw new InvalidDataException($"the column '{column.Name}' has a type that does not exist"),
        };
    }

    internal Field ToField(ParquetNode column, bool isRequired)
    {
        if (PhysicalType.TryFromArrow(Arrow) is { } canonical && (canonical.Kind != PhysicalTypeKind.Uuid || column.Annotation.Kind == ParquetAnnotationKind.Uuid))
            return ArrowFields.Create(column.Name, canonical, !isRequired, column.FieldId);
        Dictionary<string, string> metadata = [];
        if (column.FieldId is int id)
            metadata[ArrowFields.FieldIdKey] = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Field(column.Name, Arrow, !isRequired, metadata);
    }

    private static ColumnType OfInt32(ParquetAnnotation meaning) => meaning switch
    {
        { Kind: ParquetAnnotationKind.Date } => Plain(Date32Type.Default, 4),
        { Kind: ParquetAnnotationKind.Time } => Plain(new Time32Type(TimeUnit.Millisecond), 4),
        { Kind: ParquetAnnotationKind.Integer, Bits: 8 } => new() { Arrow = meaning.IsSigned ? Int8Type.Default : UInt8Type.Default, Form = ColumnForm.Fixed, StoredWidth = 4, Width = 1, Conversion = ValueConversion.Truncate },
        { Kind: ParquetAnnotationKind.Integer, Bits: 16 } => new() { Arrow = meaning.IsSigned ? Int16Type.Default : UInt16Type.Default, Form = ColumnForm.Fixed, StoredWidth = 4, Width = 2, Conversion = ValueConversion.Truncate },
        { Kind: ParquetAnnotationKind.Integer, IsSigned: false } => Plain(UInt32Type.Default, 4),
        _ => Plain(Int32Type.Default, 4),
    };

    private static IArrowType OfInt64(ParquetAnnotation meaning) => meaning switch
    {
        { Kind: ParquetAnnotationKind.Time } => new Time64Type(meaning.Unit == ParquetTimeUnit.Nanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond),
        { Kind: ParquetAnnotationKind.Timestamp } => new TimestampType(
            meaning.Unit switch { ParquetTimeUnit.Milliseconds => TimeUnit.Millisecond, ParquetTimeUnit.Nanoseconds => TimeUnit.Nanosecond, _ => TimeUnit.Microsecond }, meaning.IsUtc ? "UTC" : null),
        { Kind: ParquetAnnotationKind.Integer, IsSigned: false } => UInt64Type.Default,
        _ => Int64Type.Default,
    };

    private static ColumnType OfBytes(ParquetNode column) => column.Annotation.Kind switch
    {
        ParquetAnnotationKind.Decimal => Decimal(column, 0, ValueConversion.BigEndianDecimal) with { Form = ColumnForm.Bytes },
        ParquetAnnotationKind.Text => new() { Arrow = StringType.Default, Form = ColumnForm.Bytes },
        _ => new() { Arrow = BinaryType.Default, Form = ColumnForm.Bytes },
    };

    private static ColumnType OfFixedBytes(ParquetNode column)
    {
        int length = column.TypeLength;
        if (length is <= 0 or > 1 << 20)
            throw new InvalidDataException($"the column '{column.Name}' has values of an impossible length");
        return column.Annotation.Kind switch
        {
            ParquetAnnotationKind.Decimal => Decimal(column, length, ValueConversion.BigEndianDecimal),
            ParquetAnnotationKind.HalfFloat when length == 2 => Plain(HalfFloatType.Default, 2),
            _ => Plain(new FixedSizeBinaryType(length), length),
        };
    }

    private static ColumnType Decimal(ParquetNode column, int storedWidth, ValueConversion conversion)
    {
        ParquetAnnotation meaning = column.Annotation;
        if (meaning.Precision is < 1 or > 38 || meaning.Scale < 0 || meaning.Scale > meaning.Precision || storedWidth > 16)
            throw new InvalidDataException($"the column '{column.Name}' is a decimal of more than 38 digits or of an impossible scale");
        return new() { Arrow = new Decimal128Type(meaning.Precision, meaning.Scale), Form = ColumnForm.Fixed, StoredWidth = storedWidth, Width = 16, Conversion = conversion };
    }

    private static ColumnType Plain(IArrowType type, int width) => new() { Arrow = type, Form = ColumnForm.Fixed, StoredWidth = width, Width = width };
}

/// <summary>How the values of a column lie in pages.</summary>
internal enum ColumnForm
{
    Bits,
    Fixed,
    Bytes,
}
