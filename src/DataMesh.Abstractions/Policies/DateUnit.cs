namespace DataMesh;

/// <summary>What a truncated date keeps; ordered, a later one keeps less.</summary>
public enum DateUnit
{
    /// <summary>Year, month and day.</summary>
    Day,

    /// <summary>Year and month.</summary>
    Month,

    /// <summary>The year.</summary>
    Year,
}
