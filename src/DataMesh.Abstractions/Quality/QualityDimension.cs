namespace DataMesh;

/// <summary>Which quality of the data a rule is about, in the words of ODCS.</summary>
public enum QualityDimension
{
    /// <summary>Values are what they are in reality.</summary>
    Accuracy,

    /// <summary>What should be there is there.</summary>
    Completeness,

    /// <summary>Values have the agreed form.</summary>
    Conformity,

    /// <summary>Values do not contradict each other, here or elsewhere.</summary>
    Consistency,

    /// <summary>All that is to be described is described.</summary>
    Coverage,

    /// <summary>The data is recent enough.</summary>
    Timeliness,

    /// <summary>Nothing is there twice.</summary>
    Uniqueness,
}
