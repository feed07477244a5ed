namespace DataMesh;

/// <summary>Says how a declared contract differs from the stored one of the same port.</summary>
internal static class ContractChange
{
    /// <summary>Differences that one version cannot have: everything but owner, tags and classification, which change in place.</summary>
    public static IReadOnlyList<string> InVersion(DataContract declared, DataContract stored, string declaredFormat, string storedFormat) =>
        YamlDifference.Find(ContractYaml.Write(Fixed(declared), declaredFormat), ContractYaml.Write(Fixed(stored), storedFormat));

    /// <summary>Differences that one table cannot have: columns, their types, nullability and keys, partitioning and the table format.</summary>
    public static IReadOnlyList<string> InTable(DataContract declared, DataContract stored, string declaredFormat, string storedFormat) =>
        YamlDifference.Find(Shape(declared, declaredFormat), Shape(stored, storedFormat));

    private static DataContract Fixed(DataContract contract) => contract with
    {
        Owner = null,
        Tags = [],
        Schema = contract.Schema with { Properties = [.. contract.Schema.Properties.Select(p => p with { Classification = Classification.Internal, Categories = Category.None })] },
    };

    private static YamlMapping Shape(DataContract contract, string format) => new YamlMapping()
        .Add("format", format)
        .Add("columns", YamlSequence.Of(contract.Schema.Properties.Select(p => new YamlMapping()
            .Add("name", p.Name).Add("type", p.Type.ToString()).Add("required", YamlScalar.Of(p.Required)).Add("keyPosition", p.KeyPosition ?? 0))))
        .Add("partitioning", YamlSequence.Of(contract.Partitioning.Select(p => $"{p.Transform}({p.Column})")));
}
