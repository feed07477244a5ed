namespace DataMesh;

/// <summary>Rows that were to be published break quality rules of severity <see cref="Severity.Error"/>, so that nothing was published.</summary>
public sealed class QualityGateException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public QualityGateException() : this("Rows do not keep the quality rules of the contract.") { }

    /// <summary>Creates an exception.</summary>
    public QualityGateException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public QualityGateException(string message, Exception? innerException) : base(DataMeshErrorKind.QualityGate, message, innerException) { }

    /// <summary>What every rule found, also those that hold, in the order of the contract.</summary>
    public IReadOnlyList<QualityResult> Results { get; init; } = [];

    /// <summary>Rows that broke a rule about single rows, and would have gone to quarantine.</summary>
    public long Rejected { get; init; }

    /// <summary>All rows that were offered.</summary>
    public long Rows { get; init; }
}
