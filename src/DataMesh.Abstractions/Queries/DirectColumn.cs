namespace DataMesh.Adapters.Authoring;

/// <summary>One column of a grant.</summary>
public sealed record DirectColumn
{
    /// <summary>The name in the relation.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the files: a column of <see cref="DirectFiles.FileSchema"/>, which has its type.</summary>
    public required string FileColumn { get; init; }

    /// <summary>What the reader gets in place of the values; null or <see cref="DataMesh.Mask.None"/>: the values. Never <see cref="DataMesh.Mask.Drop"/>.</summary>
    public Mask? Mask { get; init; }

    /// <summary>True when the reader sees the values as they are stored. Only such columns may be compared with anything before the mask is applied.</summary>
    public bool IsInTheClear => Mask is null or NoMask;
}
