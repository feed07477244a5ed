namespace DataMesh;

/// <summary>Where an access agreement stands (the states of the Open Access Agreement Standard). Revoking sets the end of an approved one.</summary>
public enum AgreementStatus
{
    /// <summary>The consumer asks.</summary>
    Requested,

    /// <summary>The provider agreed.</summary>
    Approved,

    /// <summary>The provider refused.</summary>
    Rejected,
}
