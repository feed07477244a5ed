using CsCheck;

namespace DataMesh.Tests.Contracts;

/// <summary>What we write is valid by the standards' own schemas, checked by somebody else's validator.</summary>
public sealed class StandardsTests : IDisposable
{
    private const int Documents = 150;

    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-standards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Contracts_are_valid_Open_Data_Contracts()
    {
        Write("example", ContractYaml.Write(Examples.Contract(), "iceberg"));
        Write(Tests.Documents.Contract.Array[Documents], contract => ContractYaml.Write(contract, "iceberg"));

        Validate("odcs");
    }

    [Fact]
    public void Descriptors_are_valid_Open_Data_Products()
    {
        Write("example", ProductYaml.Write(Examples.Descriptor()));
        Write(Tests.Documents.Descriptor.Array[Documents], ProductYaml.Write);

        Validate("odps");
    }

    [Fact]
    public void The_validator_refuses_what_the_standard_forbids()
    {
        Write("wrong", ContractYaml.Write(Examples.Contract(), "iceberg").Add("unknown", "key"));

        Assert.Contains("unknown", StandardFiles.Run("odcs", _folder).Output, StringComparison.Ordinal);
    }

    private void Validate(string standard) => StandardFiles.Validate(standard, _folder);

    private void Write<T>(Gen<T[]> values, Func<T, YamlMapping> write)
    {
        foreach ((int index, T value) in values.Single().Index())
            Write($"{index:000}", write(value));
    }

    private void Write(string name, YamlMapping document) => File.WriteAllBytes(Path.Combine(_folder, $"{name}.yaml"), YamlText.Write(name, document));
}
