using System.Text;
using CsCheck;
using DataMesh.Tests.Contracts;

namespace DataMesh.Tests.Products;

public sealed class ProductDocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-products-").FullName;

    public static TheoryData<string> Files() => StandardFiles.All("odps");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_example_is_read_written_and_read_again_without_loss(string file)
    {
        string original = StandardFiles.Read(file);

        string written = ProductDocument.Parse(original, file).ToYaml();
        ProductDocument again = ProductDocument.Parse(written);

        SameDocument.Equal(SameDocument.Original(original), again.Node);
        Assert.Equal("v1.0.0", again.StandardVersion);
        Assert.Equal(written, again.ToYaml());
    }

    [Fact]
    public void Every_example_is_written_valid_by_the_official_schema()
    {
        foreach (string file in StandardFiles.All("odps").Select(row => row.Data))
            Write(Path.GetFileName(file), ProductDocument.Parse(StandardFiles.Read(file), file));

        StandardFiles.Validate("odps", _folder);
    }

    [Fact]
    public void Random_documents_survive_reading_and_writing() => RandomStandards.Product.Sample(document =>
    {
        string original = Documents.Print(document);

        ProductDocument again = ProductDocument.Parse(ProductDocument.Parse(original).ToYaml());

        SameDocument.Equal(SameDocument.Original(original), again.Node);
    }, iter: 1500);

    [Fact]
    public void Random_documents_are_written_valid_by_the_official_schema()
    {
        foreach ((int index, YamlMapping document) in RandomStandards.Product.Array[400].Single().Index())
            Write($"{index:000}.yaml", ProductDocument.Parse(Documents.Print(document)));

        StandardFiles.Validate("odps", _folder);
    }

    [Fact]
    public void Every_section_is_shown_and_changed()
    {
        ProductDocument product = ProductDocument.Parse(StandardFiles.Read("own/odps/every-section.odps.yaml"));

        Assert.Equal(("Customers", "active", "sales", "${TENANT}"), (product.Name, product.Status, product.Domain, product.Tenant));
        Assert.Equal("crm-contract", product.InputPorts[0].ContractId);
        Assert.Equal(("2.1.0", "crm-contract", "https://sbom.acme.example/customers"), (product.OutputPorts[0].Version, product.OutputPorts[0].InputContracts[0].Id, product.OutputPorts[0].Sbom[0].Url));
        Assert.Equal("observability", product.ManagementPorts[0].Content);
        Assert.Equal("grace", product.Team!.Members[0].Username);
        Assert.Equal(42, (int)product.CustomProperties[0].Value!["code"]!);

        product.Status = "deprecated";
        product.OutputPorts.Add(new() { Name = "stream", Version = "1.0.0", Deprecated = true });
        ProductDocument again = ProductDocument.Parse(product.ToYaml());

        Assert.Equal("deprecated", again.Status);
        Assert.True(again.OutputPorts[1].Deprecated);
        Assert.Equal("1000.50", again["acmeBudget"]!.ToString());
    }

    [Fact]
    public void What_version_1_0_demands_is_written_and_taken_out_again()
    {
        ProductDocument product = ProductDocument.Parse(StandardFiles.Read("own/odps/later-version.odps.yaml"));

        string written = product.ToYaml();

        Assert.Contains("status: unspecified\n", written, StringComparison.Ordinal);
        ProductDocument again = ProductDocument.Parse(written);
        Assert.Null(again.Status);
        Assert.Null(again.InputPorts[0].Version);
        Assert.Equal("published", ProductDocument.Parse(written.Replace("status: unspecified", "status: published", StringComparison.Ordinal)).Status);
    }

    [Fact]
    public void The_descriptor_of_a_product_is_a_document()
    {
        ProductDocument document = ProductDocument.From(Examples.Descriptor());

        Assert.Equal((Examples.Id.ToString(), "lines"), (document.Id, document.OutputPorts[0].Name));
        Assert.Equal(document.ToYaml(), ProductDocument.Parse(document.ToYaml()).ToYaml());
        Assert.DoesNotContain("datamesh.carried", document.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_documents_give_a_document_or_an_error_with_its_place()
    {
        byte[][] seeds = [.. StandardFiles.All("odps").Select(row => Encoding.UTF8.GetBytes(StandardFiles.Read(row.Data)))];
        seeds = [.. seeds, Encoding.UTF8.GetBytes(ProductDocument.Parse(StandardFiles.Read("own/odps/later-version.odps.yaml")).ToYaml())];

        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Byte).Sample((seed, damage, at, to, value) =>
        {
            byte[] damaged = Damaged.Apply(seeds[seed], damage, at % seeds[seed].Length, to % seeds[seed].Length, value);
            try
            {
                ProductDocument read = ProductDocument.Parse(Encoding.Latin1.GetString(damaged), "file.yaml");
                SameDocument.Equal(read.Node, ProductDocument.Parse(read.ToYaml()).Node);
            }
            catch (DataMeshException error)
            {
                Assert.Matches("^Cannot read 'file.yaml', line [0-9]+, column [0-9]+: ", error.Message);
            }
        }, iter: 1000);
    }

    private void Write(string name, ProductDocument product) => File.WriteAllText(Path.Combine(_folder, name), product.ToYaml());
}
