namespace DataMesh;

/// <summary>About how many rows a read delivered; exact counts of a restricted reader would count hidden rows.</summary>
public enum RowCountBucket
{
    /// <summary>Nothing was read: the read was denied, or nobody knows.</summary>
    Unknown = 0,

    /// <summary>None.</summary>
    None = 1,

    /// <summary>1 to 9.</summary>
    From1 = 2,

    /// <summary>10 to 99.</summary>
    From10 = 3,

    /// <summary>100 to 999.</summary>
    From100 = 4,

    /// <summary>1,000 to 9,999.</summary>
    From1Thousand = 5,

    /// <summary>10,000 to 99,999.</summary>
    From10Thousand = 6,

    /// <summary>100,000 to 999,999.</summary>
    From100Thousand = 7,

    /// <summary>1,000,000 or more.</summary>
    From1Million = 8,
}
