namespace DataMesh.Tests.Contracts;

/// <summary>What a committed contract says beyond the code, for every example of the standard: nothing of it is lost, and what is stored says the same again.</summary>
public sealed class ContractSupplementTests
{
    // Said by code, or by the place where the contract lies.
    private static readonly string[] _decided = ["apiVersion", "kind", "id", "version", "status", "domain", "schema", "servers", "slaProperties", "customProperties", "description"];

    public static TheoryData<string> Examples() => StandardFiles.All("odcs");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_section_of_an_example_is_in_the_document_that_is_stored_and_comes_back(string example)
    {
        ContractDocument committed = ContractDocument.Parse(StandardFiles.Read(example), example);
        DataContract declared = DataMesh.Tests.Examples.Contract();

        DataContract completed = ContractSupplement.Complete(declared, example, committed.ToYaml());
        YamlMapping stored = Documents.Reread(ContractYaml.Write(completed, "iceberg"));
        DataContract read = ContractYaml.Read(stored);

        Assert.Equal((completed.Owner, completed.Supplement), (read.Owner, read.Supplement));
        Assert.Equal(completed.Tags, read.Tags);
        Assert.Equal(completed.Supplement, ContractSupplement.Complete(completed, example, committed.ToYaml()).Supplement);
        Assert.Equal(declared.Schema.Properties.Select(p => p.Name), read.Schema.Properties.Select(p => p.Name));
        ContractDocument exported = ContractDocument.From(read);
        Assert.All(committed.Keys.Except(_decided), key => Assert.Equal(committed[key]?.ToJsonString(), exported[key]?.ToJsonString()));
        Assert.All(committed.CustomProperties, c => Assert.Contains(exported.CustomProperties, e => e.Property == c.Property));
        Assert.Equal(declared.Description, exported.Description!.Purpose);
        Assert.Equal((committed.Description?.Usage, committed.Description?.Limitations), (exported.Description.Usage, exported.Description.Limitations));
    }

    [Fact]
    public void A_contract_of_code_alone_has_none() => Assert.Null(ContractYaml.Read(Documents.Reread(ContractYaml.Write(DataMesh.Tests.Examples.Contract(), "iceberg"))).Supplement);

    [Fact]
    public void A_file_that_says_no_more_than_the_code_leaves_it_as_it_is()
    {
        DataContract declared = DataMesh.Tests.Examples.Contract();
        DataContract completed = ContractSupplement.Complete(declared, "file", ContractDocument.From(declared).ToYaml());
        Assert.Equal((declared.Owner, null), (completed.Owner, completed.Supplement));
        Assert.Equal(declared.Tags, completed.Tags);
    }
}
