namespace DataMesh;

/// <summary>A row that a publish did not accept because it breaks rules of severity <see cref="Severity.Error"/>.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public sealed record QuarantinedRow<T>
    where T : IDataSchema<T>
{
    /// <summary>The row as it was offered.</summary>
    public required T Row { get; init; }

    /// <summary>Its zero-based ordinal in the published stream.</summary>
    public required long Ordinal { get; init; }

    /// <summary>The names of the rules that it breaks, in the order of the contract.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>What the rules demand, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The publish that did not accept it, as in <see cref="PublishResult.Run"/>.</summary>
    public required Guid Run { get; init; }
}
