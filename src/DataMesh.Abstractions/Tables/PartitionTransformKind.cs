namespace DataMesh;

/// <summary>How a partition value is made from a column's value (Iceberg specification, Partition Transforms).</summary>
public enum PartitionTransformKind
{
    /// <summary>The value itself.</summary>
    Identity,

    /// <summary>The hash of the value, modulo N (murmur3 x86 32-bit).</summary>
    Bucket,

    /// <summary>The value cut to width W: the first W code points of a text, a number rounded down to a multiple of W.</summary>
    Truncate,

    /// <summary>Years since 1970.</summary>
    Year,

    /// <summary>Months since January 1970.</summary>
    Month,

    /// <summary>Days since 1970-01-01.</summary>
    Day,

    /// <summary>Hours since 1970-01-01T00:00Z.</summary>
    Hour,

    /// <summary>Always null.</summary>
    Void,
}
