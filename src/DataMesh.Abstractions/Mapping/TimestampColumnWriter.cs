using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>Builds a column of instants from <see cref="DateTime"/>. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TimestampColumnWriter : FixedColumnWriter<long>
{
    internal TimestampColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Converts a UTC time to microseconds since 1970, cut to microseconds; other kinds are refused.</summary>
    public long ToMicroseconds(int row, DateTime value)
    {
        if (value.Kind == DateTimeKind.Utc)
            return CanonicalValues.FromUtcTicks(value.Ticks);
        Refuse(row, BrokenRule.Utc);
        return 0;
    }
}
