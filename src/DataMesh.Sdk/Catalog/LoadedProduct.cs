using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A product as one of its heads describes it, with what is needed to watch it and to add the next head.</summary>
internal sealed record LoadedProduct
{
    /// <summary>The head.</summary>
    public required ProductHead Head { get; init; }

    /// <summary>The digest of the head's bytes.</summary>
    public required string HeadSha256 { get; init; }

    /// <summary>What the head pins.</summary>
    public required ProductRegistration Registration { get; init; }

    /// <summary>The policy file as it was when it was read; null when it was not there.</summary>
    public required ObjectInfo? PolicyFile { get; init; }

    /// <summary>The agreements that could be read, by what pins them; they never change, so the next load need not read them again.</summary>
    public required IReadOnlyDictionary<PinnedAgreement, AccessAgreement> Agreements { get; init; }

    /// <summary>Why the policy could not be read; null when it could.</summary>
    public DataMeshException? PolicyError { get; init; }

    /// <summary>How the next head names this one.</summary>
    public PinnedFile PinHead() => new(Head.Number, $"heads/{MeshLayout.Head(Head.Name, Head.Number).Name}", HeadSha256);
}
