namespace DataMesh;

/// <summary>What the version of a standard that is written allows in one element.</summary>
internal sealed record DocumentForm
{
    /// <summary>The keys and what may stand there.</summary>
    public required IReadOnlyDictionary<string, FieldRule> Fields { get; init; }

    /// <summary>The keys without which the element is not allowed.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>False when the element is not allowed whatever its keys hold.</summary>
    public bool IsAllowed { get; init; } = true;

    /// <summary>True when any other key may stand there too.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Texts that are written instead of what the element has under these keys, or does not have.</summary>
    public IReadOnlyDictionary<string, string> Instead { get; init; } = new Dictionary<string, string>();

    /// <summary>Corrects what keys say together: carries what only one of them may say.</summary>
    public Action<YamlMapping, CarriedValues>? Finish { get; init; }
}
