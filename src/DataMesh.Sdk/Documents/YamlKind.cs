namespace DataMesh;

/// <summary>What a single value is, by the core schema of YAML 1.2.</summary>
internal enum YamlKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing: empty, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent, or one that is none.</summary>
    Float,
}
