namespace DataMesh.Adapters;

/// <summary>Parses the union LogicalType of parquet.thrift.</summary>
internal static class ParquetAnnotationParser
{
    internal static ParquetAnnotation Parse(ref ThriftCompactReader reader)
    {
        ParquetAnnotation annotation = default;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (1 or 4 or 12, ThriftType.Struct):
                    annotation = new() { Kind = ParquetAnnotationKind.Text };
                    reader.Skip(type);
                    break;
                case (2 or 3, ThriftType.Struct):
                    annotation = new() { Kind = id == 2 ? ParquetAnnotationKind.Map : ParquetAnnotationKind.List };
                    reader.Skip(type);
                    break;
                case (5, ThriftType.Struct):
                    annotation = ReadDecimal(ref reader);
                    break;
                case (6 or 14 or 15, ThriftType.Struct):
                    annotation = new() { Kind = id == 6 ? ParquetAnnotationKind.Date : id == 14 ? ParquetAnnotationKind.Uuid : ParquetAnnotationKind.HalfFloat };
                    reader.Skip(type);
                    break;
                case (7 or 8, ThriftType.Struct):
                    annotation = ReadTime(ref reader) with { Kind = id == 7 ? ParquetAnnotationKind.Time : ParquetAnnotationKind.Timestamp };
                    break;
                case (10, ThriftType.Struct):
                    annotation = ReadInteger(ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return annotation;
    }

    private static ParquetAnnotation ReadDecimal(ref ThriftCompactReader reader)
    {
        int scale = 0, precision = 0;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    scale = reader.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    precision = reader.ReadInt32();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return new() { Kind = ParquetAnnotationKind.Decimal, Precision = precision, Scale = scale };
    }

    private static ParquetAnnotation ReadTime(ref ThriftCompactReader reader)
    {
        ParquetAnnotation time = default;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (1, ThriftType.True or ThriftType.False):
                    time = time with { IsUtc = type == ThriftType.True };
                    break;
                case (2, ThriftType.Struct):
                    time = time with { Unit = ReadUnit(ref reader) };
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return time;
    }

    private static ParquetTimeUnit ReadUnit(ref ThriftCompactReader reader)
    {
        ParquetTimeUnit unit = default;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type); reader.Skip(type))
            unit = id switch { 1 => ParquetTimeUnit.Milliseconds, 2 => ParquetTimeUnit.Microseconds, _ => ParquetTimeUnit.Nanoseconds };
        return unit;
    }

    private static ParquetAnnotation ReadInteger(ref ThriftCompactReader reader)
    {
        ParquetAnnotation integer = new() { Kind = ParquetAnnotationKind.Integer };
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (1, ThriftType.Byte):
                    integer = integer with { Bits = reader.ReadByte() };
                    break;
                case (2, ThriftType.True or ThriftType.False):
                    integer = integer with { IsSigned = type == ThriftType.True };
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return integer;
    }
}
