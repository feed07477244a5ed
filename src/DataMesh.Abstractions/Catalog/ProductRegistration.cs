namespace DataMesh.Adapters.Authoring;

/// <summary>Everything a root says about one product, as its newest head pins it.</summary>
public sealed record ProductRegistration
{
    /// <summary>The number of the head.</summary>
    public required long Head { get; init; }

    /// <summary>The descriptor.</summary>
    public required DataProductDescriptor Descriptor { get; init; }

    /// <summary>The contracts, one per output port and major version.</summary>
    public required IReadOnlyList<DataContract> Contracts { get; init; }

    /// <summary>The policy document; null when it is missing, unreadable or newer than this library, which denies everybody.</summary>
    public PolicyDocument? Policy { get; init; }

    /// <summary>Why <see cref="Policy"/> is null, for the owner's log; null when it is not.</summary>
    public string? PolicyProblem { get; init; }

    /// <summary>The access agreements that the head pins, each in its newest state; whatever else lies in the folder counts for nothing.</summary>
    public IReadOnlyList<AccessAgreement> Agreements { get; init; } = [];

    /// <summary>Why agreements that the head pins are not among <see cref="Agreements"/>, for the owner's log. They give nothing; the others hold.</summary>
    public IReadOnlyList<string> AgreementProblems { get; init; } = [];

    /// <summary>The store the product lies in.</summary>
    public required ObjectStore Store { get; init; }
}
