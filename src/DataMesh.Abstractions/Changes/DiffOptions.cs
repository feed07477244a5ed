namespace DataMesh;

/// <summary>How two snapshots are compared.</summary>
public sealed record DiffOptions
{
    /// <summary>How many keys of rows that differ are named.</summary>
    /// <value>Default 100; 0 for none; not negative.</value>
    public int MostKeys
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MostKeys is a number of keys: it is not negative.");
    } = 100;
}
