namespace DataMesh;

/// <summary>Rows that were to be published do not fulfil the contract. Nothing was published.</summary>
public sealed class ContractViolationException : DataMeshException
{
    /// <summary>Creates an exception.</summary>
    public ContractViolationException() : this("Rows do not fulfil the contract.") { }

    /// <summary>Creates an exception.</summary>
    public ContractViolationException(string message) : this(message, null) { }

    /// <summary>Creates an exception.</summary>
    public ContractViolationException(string message, Exception? innerException) : base(DataMeshErrorKind.ContractViolation, message, innerException) { }

    /// <summary>The rules that are broken, each with its first row.</summary>
    public IReadOnlyList<ContractViolation> Violations { get; init; } = [];
}
