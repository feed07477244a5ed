namespace DataMesh;

/// <summary>A consumer's record does not fit the port's contract. Lists every mismatch at once.</summary>
public sealed class ContractMismatchException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public ContractMismatchException() : this("The record does not fit the contract.") { }

    /// <summary>Creates an exception.</summary>
    public ContractMismatchException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public ContractMismatchException(string message, Exception? innerException) : base(DataMeshErrorKind.ContractMismatch, message, innerException) { }

    /// <summary>Every mismatch.</summary>
    public IReadOnlyList<ContractMismatch> Mismatches { get; init; } = [];
}
