namespace DataMesh;

/// <summary>The platform-neutral type of a property (ODCS 3.1, <c>logicalType</c>).</summary>
public enum LogicalType
{
    /// <summary>Text, bytes and UUIDs.</summary>
    String,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>An instant.</summary>
    Timestamp,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A number with a fraction.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Named properties.</summary>
    Object,

    /// <summary>A sequence.</summary>
    Array,

    /// <summary>True or false.</summary>
    Boolean,
}
