namespace DataMesh.Adapters;

/// <summary>What a stored type means: LogicalType of parquet.thrift, or the older ConvertedType in the same form.</summary>
internal readonly record struct ParquetAnnotation
{
    internal ParquetAnnotationKind Kind { get; init; }

    /// <summary>Of <see cref="ParquetAnnotationKind.Decimal"/>.</summary>
    internal int Precision { get; init; }

    /// <summary>Of <see cref="ParquetAnnotationKind.Decimal"/>.</summary>
    internal int Scale { get; init; }

    /// <summary>Of times and timestamps.</summary>
    internal ParquetTimeUnit Unit { get; init; }

    /// <summary>Of timestamps: an instant and not a local time.</summary>
    internal bool IsUtc { get; init; }

    /// <summary>Of <see cref="ParquetAnnotationKind.Integer"/>.</summary>
    internal int Bits { get; init; }

    /// <summary>Of <see cref="ParquetAnnotationKind.Integer"/>.</summary>
    internal bool IsSigned { get; init; }

    /// <summary>The annotation of a ConvertedType; precision and scale of decimals stand beside it in the schema.</summary>
    internal static ParquetAnnotation OfConvertedType(int? type, int precision, int scale) => type switch
    {
        1 or 2 => new() { Kind = ParquetAnnotationKind.Map },
        3 => new() { Kind = ParquetAnnotationKind.List },
        0 or 4 or 19 => new() { Kind = ParquetAnnotationKind.Text },
        5 => new() { Kind = ParquetAnnotationKind.Decimal, Precision = precision, Scale = scale },
        6 => new() { Kind = ParquetAnnotationKind.Date },
        7 or 8 => new() { Kind = ParquetAnnotationKind.Time, Unit = type == 7 ? ParquetTimeUnit.Milliseconds : ParquetTimeUnit.Microseconds },
        9 or 10 => new() { Kind = ParquetAnnotationKind.Timestamp, Unit = type == 9 ? ParquetTimeUnit.Milliseconds : ParquetTimeUnit.Microseconds, IsUtc = true },
        >= 11 and <= 14 => new() { Kind = ParquetAnnotationKind.Integer, Bits = 8 << (type.Value - 11) },
        >= 15 and <= 18 => new() { Kind = ParquetAnnotationKind.Integer, Bits = 8 << (type.Value - 15), IsSigned = true },
        _ => default,
    };
}

/// <summary>The annotations that change how a column is read.</summary>
internal enum ParquetAnnotationKind
{
    None,
    Text,
    Decimal,
    Date,
    Time,
    Timestamp,
    Integer,
    Uuid,
    HalfFloat,
    List,
    Map,
}

/// <summary>Units of times and timestamps.</summary>
internal enum ParquetTimeUnit
{
    Milliseconds,
    Microseconds,
    Nanoseconds,
}
