namespace DataMesh.Adapters;

/// <summary>Writes what a column means into its schema element: the older converted type where there is one, the field id, the logical type.</summary>
internal static class FooterTypes
{
    private const int ConvertedType = 6;
    private const int Scale = 7;
    private const int Precision = 8;
    private const int FieldId = 9;
    private const int LogicalType = 10;

    internal static void Write(ThriftCompactWriter element, StoredField field)
    {
        if (ConvertedTypeOf(field.Type.Kind) is int converted)
            element.Int32(ConvertedType, converted);
        if (field.Type.Kind == PhysicalTypeKind.Decimal)
        {
            element.Int32(Scale, field.Type.Scale);
            element.Int32(Precision, field.Type.Precision);
        }
        element.Int32(FieldId, field.FieldId);
        if (LogicalTypeOf(field.Type.Kind) is not int logical)
            return;
        element.BeginStruct(LogicalType);
        element.BeginStruct(logical);
        WriteDetails(element, field.Type);
        element.EndStruct();
        element.EndStruct();
    }

    /// <summary>Writes what a group means.</summary>
    internal static void WriteGroup(ThriftCompactWriter element, StoredNode node)
    {
        (int Converted, int Logical)? meaning = node.Kind switch
        {
            PhysicalTypeKind.List => (3, 3),
            PhysicalTypeKind.Map => (1, 2),
            _ => null,
        };
        if (meaning is { } converted)
            element.Int32(ConvertedType, converted.Converted);
        element.Int32(FieldId, node.FieldId);
        if (meaning is not { } logical)
            return;
        element.BeginStruct(LogicalType);
        element.BeginStruct(logical.Logical);
        element.EndStruct();
        element.EndStruct();
    }

    // Times of day have no converted type: the older one says that they are in UTC.
    private static int? ConvertedTypeOf(PhysicalTypeKind kind) => kind switch
    {
        PhysicalTypeKind.String => 0,
        PhysicalTypeKind.Decimal => 5,
        PhysicalTypeKind.Date => 6,
        PhysicalTypeKind.Timestamp => 10,
        _ => null,
    };

    private static int? LogicalTypeOf(PhysicalTypeKind kind) => kind switch
    {
        PhysicalTypeKind.String => 1,
        PhysicalTypeKind.Decimal => 5,
        PhysicalTypeKind.Date => 6,
        PhysicalTypeKind.Time => 7,
        PhysicalTypeKind.Timestamp => 8,
        PhysicalTypeKind.Uuid => 14,
        _ => null,
    };

    private static void WriteDetails(ThriftCompactWriter logical, PhysicalType type)
    {
        switch (type.Kind)
        {
            case PhysicalTypeKind.Decimal:
                logical.Int32(1, type.Scale);
                logical.Int32(2, type.Precision);
                break;
            case PhysicalTypeKind.Time or PhysicalTypeKind.Timestamp:
                logical.Boolean(1, type.Kind == PhysicalTypeKind.Timestamp);
                logical.BeginStruct(2);
                logical.BeginStruct(2);
                logical.EndStruct();
                logical.EndStruct();
                break;
        }
    }
}
