namespace DataMesh;

/// <summary>What became of a quality rule in one publish.</summary>
public enum QualityStatus
{
    /// <summary>It held.</summary>
    Pass,

    /// <summary>It did not hold, and the publish went on: a warning, or rows that went to quarantine.</summary>
    Warn,

    /// <summary>It did not hold, and the publish was refused.</summary>
    Fail,
}
