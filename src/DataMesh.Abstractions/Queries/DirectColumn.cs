namespace DataMesh.Adapters.Authoring;

/// <summary>One column of a grant.</summary>
public sealed record DirectColumn
{
    /// <summary>The name in the relation.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the files: a column of <see cref="DirectFiles.FileSchema"/>, which has its type.</summary>
    public required string FileColumn { get; init; }
}
