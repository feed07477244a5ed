namespace DataMesh;

/// <summary>Who may read what of one product: immutable, numbered by epoch, stored beside the product, bound to field ids.</summary>
/// <remarks>Any process that opens the root enforces it, without the producer's code. The stored form is described in <c>docs/protocol/policy.md</c>.</remarks>
public sealed record PolicyDocument
{
    /// <summary>The most grants and agreements that can apply to one reader at once.</summary>
    public const int MaximumApplicableGrants = 64;

    /// <summary>The number of the document; a higher one replaces a lower one.</summary>
    public required long Epoch { get; init; }

    /// <summary>The product the document belongs to.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Who sees raw data, approves agreements and changes the policy beside the product itself; naming nobody: nobody.</summary>
    public Recipients Stewards { get; init; } = Recipients.Nobody;

    /// <summary>The tree of purposes; a purpose that is not listed stands alone.</summary>
    public IReadOnlyList<PurposeDefinition> Purposes { get; init; } = [];

    /// <summary>One entry per output port and major version.</summary>
    public IReadOnlyList<PortPolicy> Ports { get; init; } = [];
}
