namespace DataMesh;

/// <summary>Somebody who may have copied erased rows, and has to erase them too.</summary>
public sealed record ErasureObligation
{
    /// <summary>The agreement by which the rows were read.</summary>
    public required Guid Agreement { get; init; }

    /// <summary>Who consumes by it.</summary>
    public required AgreementConsumer Consumer { get; init; }

    /// <summary>By when the rows are to be erased there.</summary>
    public required DateTimeOffset Due { get; init; }
}
