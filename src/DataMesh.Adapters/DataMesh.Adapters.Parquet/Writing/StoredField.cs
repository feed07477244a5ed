using Parquet.Data;
using Parquet.Schema;
using Field = Apache.Arrow.Field;

namespace DataMesh.Adapters;

/// <summary>A column of a new file. The one place that knows how each canonical type is stored; decimals are stored as Iceberg asks.</summary>
internal sealed record StoredField
{
    private const int DigitsOfInt32 = 9;
    private const int DigitsOfInt64 = 18;

    // Parquet.Net gives some characters of a name a meaning; the name that counts is in our footer.
    private const string AnyName = "column";

    internal required string Name { get; init; }

    internal required int FieldId { get; init; }

    /// <summary>True when every row has a value.</summary>
    internal required bool IsRequired { get; init; }

    /// <summary>Its levels.</summary>
    internal required LevelShape Levels { get; init; }

    /// <summary>Its name and those of all around it, outermost first.</summary>
    internal required IReadOnlyList<string> Path { get; init; }

    /// <summary>True when it lies below a struct, list or map.</summary>
    internal bool IsNested => Path.Count > 1;

    internal required PhysicalType Type { get; init; }

    internal required ParquetStoredType StoredType { get; init; }

    /// <summary>Bytes of a value of <see cref="ParquetStoredType.FixedBytes"/>.</summary>
    internal int TypeLength { get; init; }

    internal static StoredField Of(Field field, PhysicalType type, int fieldId, LevelShape levels, IReadOnlyList<string> path) => new()
    {
        Name = field.Name,
        FieldId = fieldId,
        IsRequired = !field.IsNullable,
        Levels = levels,
        Path = path,
        Type = type,
        StoredType = StoredTypeOf(type),
        TypeLength = type.Kind == PhysicalTypeKind.Uuid ? 16 : type is { Kind: PhysicalTypeKind.Decimal, Precision: > DigitsOfInt64 } ? BigDecimal.GetBufferSize(type.Precision) : 0,
    };

    /// <summary>The encoder of one row group.</summary>
    internal ColumnEncoder CreateEncoder(bool withDictionary, PageCompressor compressor) => (Type.Kind, StoredType) switch
    {
        (PhysicalTypeKind.Decimal, ParquetStoredType.Int32) => new DecimalEncoder<int>(this, Data(typeof(int)), compressor, value => (int)value),
        (PhysicalTypeKind.Decimal, ParquetStoredType.Int64) => new DecimalEncoder<long>(this, Data(typeof(long)), compressor, value => (long)value),
        (PhysicalTypeKind.Decimal, _) => new DecimalEncoder<BigDecimal>(this, new BigDecimalDataField(AnyName, Type.Precision, Type.Scale, HasLevels), compressor, value => new BigDecimal(value, Type.Precision, Type.Scale)),
        (PhysicalTypeKind.Uuid, _) => new UuidEncoder(this, Data(typeof(Guid)), compressor),
        (_, ParquetStoredType.Boolean) => new BooleanEncoder(this, Data(typeof(bool)), compressor),
        (_, ParquetStoredType.Int32) => new BlittableEncoder<int>(this, Data(typeof(int)), compressor),
        (_, ParquetStoredType.Int64) => new BlittableEncoder<long>(this, Data(typeof(long)), compressor),
        (_, ParquetStoredType.Float) => new BlittableEncoder<float>(this, Data(typeof(float)), compressor),
        (_, ParquetStoredType.Double) => new BlittableEncoder<double>(this, Data(typeof(double)), compressor),
        _ => new BytesEncoder(this, Data(typeof(ReadOnlyMemory<byte>)), Data(typeof(ReadOnlyMemory<char>)), withDictionary && Type.Kind == PhysicalTypeKind.String, compressor),
    };

    private static ParquetStoredType StoredTypeOf(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => ParquetStoredType.Boolean,
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Date => ParquetStoredType.Int32,
        PhysicalTypeKind.Int64 or PhysicalTypeKind.Time or PhysicalTypeKind.Timestamp => ParquetStoredType.Int64,
        PhysicalTypeKind.Float => ParquetStoredType.Float,
        PhysicalTypeKind.Double => ParquetStoredType.Double,
        PhysicalTypeKind.Uuid => ParquetStoredType.FixedBytes,
        PhysicalTypeKind.Decimal => type.Precision <= DigitsOfInt32 ? ParquetStoredType.Int32 : type.Precision <= DigitsOfInt64 ? ParquetStoredType.Int64 : ParquetStoredType.FixedBytes,
        _ => ParquetStoredType.Bytes,
    };

    // Levels below structs, lists and maps are not written by Parquet.Net.
    private bool HasLevels => !IsRequired && !IsNested;

    private DataField Data(Type type) => new(AnyName, type, HasLevels);
}
