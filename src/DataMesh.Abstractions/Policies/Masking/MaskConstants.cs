namespace DataMesh.Adapters.Authoring;

/// <summary>Values of masks as Arrow stores them. That they fit the type is checked before.</summary>
internal static class MaskConstants
{
    /// <summary>The bytes of a value in a column of its kind.</summary>
    public static byte[] Convert(ScalarValue value, PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.String => BoundColumn.ToBytes(value),
        PhysicalTypeKind.Int32 => BitConverter.GetBytes((int)value.AsInteger()),
        PhysicalTypeKind.Int64 => BitConverter.GetBytes(value.AsInteger()),
        PhysicalTypeKind.Float => BitConverter.GetBytes((float)value.AsFloat()),
        PhysicalTypeKind.Double => BitConverter.GetBytes(value.AsFloat()),
        PhysicalTypeKind.Decimal => BitConverter.GetBytes(Unscaled(value.AsDecimal(), type.Scale)),
        PhysicalTypeKind.Date => BitConverter.GetBytes((int)ExactNumber.Of(value).Numerator),
        PhysicalTypeKind.Time or PhysicalTypeKind.Timestamp => BitConverter.GetBytes((long)ExactNumber.Of(value).Numerator),
        _ => throw new NotSupportedException($"Columns of {type} have no constants."),
    };

    /// <summary>A decimal number in units of a scale that it needs no more digits than.</summary>
    public static Int128 Unscaled(decimal value, int scale) => (Int128)ExactNumber.Of(ScalarValue.From(value)).Floor(scale);
}
