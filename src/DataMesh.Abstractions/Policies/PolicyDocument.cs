namespace DataMesh;

/// <summary>Who may read what of one product: immutable, numbered by epoch, stored beside the product, bound to field ids.</summary>
/// <remarks>Any process that opens the root enforces it, without the producer's code. The stored form is described in <c>docs/protocol/policy.md</c>.</remarks>
public sealed record PolicyDocument
{
    /// <summary>The number of the document; a higher one replaces a lower one.</summary>
    public required long Epoch { get; init; }

    /// <summary>The product the document belongs to.</summary>
    public required ProductId Product { get; init; }

    /// <summary>One entry per output port and major version.</summary>
    public IReadOnlyList<PortPolicy> Ports { get; init; } = [];
}
