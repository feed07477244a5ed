namespace DataMesh;

/// <summary>The closed set of kinds that a <see cref="ScalarValue"/> can have.</summary>
public enum ScalarKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number; 32 and 64 bits alike.</summary>
    Integer,

    /// <summary>A binary floating-point number; 32 and 64 bits alike.</summary>
    Float,

    /// <summary>A decimal number of up to 28 digits.</summary>
    Decimal,

    /// <summary>Text.</summary>
    String,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A UUID (RFC 9562).</summary>
    Uuid,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>A time of day, in microseconds.</summary>
    Time,

    /// <summary>An instant, UTC, in microseconds.</summary>
    Timestamp,
}
