namespace DataMesh;

/// <summary>How sensitive a column is; ordered, a higher level is stricter.</summary>
public enum Classification
{
    /// <summary>May be known by anybody.</summary>
    Public = 0,

    /// <summary>For the organisation. The level of a column that says nothing.</summary>
    Internal = 1,

    /// <summary>For those whom a grant names; masked or hidden by default.</summary>
    Confidential = 2,

    /// <summary>The strictest level.</summary>
    Restricted = 3,
}
