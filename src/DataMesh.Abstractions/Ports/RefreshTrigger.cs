namespace DataMesh;

/// <summary>What made a derived port refresh.</summary>
public enum RefreshTrigger
{
    /// <summary>A call of the application.</summary>
    Manual = 0,

    /// <summary>The time.</summary>
    Schedule = 1,

    /// <summary>A new snapshot of an input.</summary>
    InputChange = 2,

    /// <summary>A call of the application that names partitions.</summary>
    Backfill = 3,
}
