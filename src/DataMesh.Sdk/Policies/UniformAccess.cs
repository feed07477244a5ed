namespace DataMesh;

/// <summary>A decision that treats all rows alike: one row filter, and every visible column either as it is or not at all. Immutable.</summary>
internal sealed record UniformAccess
{
    /// <summary>Rows for which it is not true are left out; attributes are resolved. Null: none are.</summary>
    public Filter? RowFilter { get; init; }

    /// <summary>The uniform form of a sight; null when it has none.</summary>
    public static UniformAccess? TryOf(UniformSight? sight) => sight is not null && sight.Columns.All(c => c.Mask is NoMask) ? new UniformAccess { RowFilter = sight.Rows } : null;
}
