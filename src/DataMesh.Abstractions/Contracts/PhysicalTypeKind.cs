namespace DataMesh;

/// <summary>The canonical stored types; each has exactly one Arrow, Parquet and Iceberg form.</summary>
public enum PhysicalTypeKind
{
    /// <summary>Arrow bool.</summary>
    Boolean,

    /// <summary>Arrow int32.</summary>
    Int32,

    /// <summary>Arrow int64.</summary>
    Int64,

    /// <summary>Arrow float32.</summary>
    Float,

    /// <summary>Arrow float64.</summary>
    Double,

    /// <summary>Arrow decimal128 with precision and scale.</summary>
    Decimal,

    /// <summary>Arrow utf8.</summary>
    String,

    /// <summary>Arrow binary.</summary>
    Binary,

    /// <summary>Arrow fixed-size binary of 16 bytes with the extension name <c>arrow.uuid</c>.</summary>
    Uuid,

    /// <summary>Arrow date32.</summary>
    Date,

    /// <summary>Arrow time64 in microseconds.</summary>
    Time,

    /// <summary>Arrow timestamp in microseconds, UTC.</summary>
    Timestamp,

    /// <summary>Arrow struct: named children.</summary>
    Struct,

    /// <summary>Arrow list of one kind of element.</summary>
    List,

    /// <summary>Arrow map of keys to values.</summary>
    Map,
}
