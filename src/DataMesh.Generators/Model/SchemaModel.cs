namespace DataMesh.Generators;

/// <summary>What the emitter needs to know of one [DataSchema] type.</summary>
internal sealed record SchemaModel
{
    /// <summary>The namespace; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>Declarations of the types around it, outermost first, for example <c>partial class Outer</c>.</summary>
    public required EquatableArray<string> Containers { get; init; }

    /// <summary>The declaration to continue, for example <c>partial record struct Point</c>.</summary>
    public required string Declaration { get; init; }

    /// <summary>The type's name, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>The type as code outside of it writes it, with <c>global::</c>.</summary>
    public required string FullName { get; init; }

    /// <summary>The beginning of the names of the emitted helper types.</summary>
    public required string HelperPrefix { get; init; }

    /// <summary>True when helpers must live inside the type, because only there they see all that they need.</summary>
    public required bool NestsHelpers { get; init; }

    /// <summary>The row type's name in the contract.</summary>
    public required string ContractName { get; init; }

    /// <summary>What one row is.</summary>
    public string? Description { get; init; }

    /// <summary>The columns in order of declaration.</summary>
    public required EquatableArray<ColumnModel> Columns { get; init; }

    /// <summary>The enums of the columns, each once.</summary>
    public required EquatableArray<EnumModel> Enums { get; init; }

    /// <summary>The arguments of the constructor, in its order.</summary>
    public required EquatableArray<ConstructorArgument> ConstructorArguments { get; init; }

    public string HintName => FullName.Replace("global::", "").Replace("@", "") + ".DataSchema.g.cs";
}

/// <summary>A parameter of the constructor and the property that it sets.</summary>
internal sealed record ConstructorArgument(string Parameter, string Property);
