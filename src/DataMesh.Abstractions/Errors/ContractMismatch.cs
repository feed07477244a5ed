namespace DataMesh;

/// <summary>One way in which a consumer's record does not fit a contract.</summary>
public sealed record ContractMismatch
{
    /// <summary>The column of the consumer's record.</summary>
    public required string Column { get; init; }

    /// <summary>What does not fit and what to do.</summary>
    public required string Problem { get; init; }

    /// <summary>The column and the problem.</summary>
    public override string ToString() => $"'{Column}' {Problem}";
}
