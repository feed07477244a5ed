using CsCheck;

namespace DataMesh.Tests.Products;

public sealed class ProductYamlTests
{
    [Fact]
    public void Every_descriptor_reads_back_as_it_was_written() => Documents.Descriptor.Sample(descriptor =>
    {
        DataProductDescriptor read = ProductYaml.Read(Documents.Reread(ProductYaml.Write(descriptor)));

        Assert.Equal(descriptor.Tags, read.Tags);
        Assert.Equal(descriptor.OutputPorts, read.OutputPorts);
        Assert.Equal(descriptor.InputPorts.Select(p => p with { Columns = [] }), read.InputPorts.Select(p => p with { Columns = [] }));
        Assert.Equal(descriptor.InputPorts.SelectMany(p => p.Columns), read.InputPorts.SelectMany(p => p.Columns));
        Assert.Equal(descriptor with { Tags = [], OutputPorts = [], InputPorts = [] }, read with { Tags = [], OutputPorts = [], InputPorts = [] });
    }, iter: 300);

    [Fact]
    public void A_descriptor_of_a_newer_standard_is_named_as_such()
    {
        string text = Documents.Print(ProductYaml.Write(Examples.Descriptor())).Replace("apiVersion: v1.0.0", "apiVersion: v2.0.0", StringComparison.Ordinal);

        DataMeshException error = Assert.Throws<DataMeshException>(() => ProductYaml.Read(YamlParser.Parse("product.yaml", System.Text.Encoding.UTF8.GetBytes(text))));

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
    }
}
