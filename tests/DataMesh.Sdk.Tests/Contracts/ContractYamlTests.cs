using CsCheck;

namespace DataMesh.Tests.Contracts;

public sealed class ContractYamlTests
{
    [Fact]
    public void Every_contract_reads_back_as_it_was_written() => Documents.Contract.Sample(contract =>
    {
        DataContract read = ContractYaml.Read(Documents.Reread(ContractYaml.Write(contract, "iceberg")));

        Equal(contract, read);
        Assert.Equal(Documents.Print(ContractYaml.Write(contract, "iceberg")), Documents.Print(ContractYaml.Write(read, "iceberg")));
    }, iter: 500);

    [Fact]
    public void A_contract_names_its_port_version_columns_and_table_folder()
    {
        string text = Documents.Print(ContractYaml.Write(Examples.Contract(), "iceberg"));

        Assert.Contains("id: sales/orders/lines\n", text, StringComparison.Ordinal);
        Assert.Contains("version: \"1.0.0\"\n", text, StringComparison.Ordinal);
        Assert.Contains("path: \"sales/orders/ports/lines/v1-*\"\n", text, StringComparison.Ordinal);
        Assert.Contains("      - name: amount\n        logicalType: number\n        physicalType: decimal(18,2)\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: \"1.0.0\"", "version: 1.0", "line 5, column 10")]
    [InlineData("physicalType: long", "physicalType: bigint", "is not a valid physicalType")]
    [InlineData("classification: confidential", "classification: secret", "expected one of public, internal, confidential, restricted")]
    [InlineData("kind: DataContract", "kind: DataProduct", "'DataContract' is expected")]
    public void What_does_not_fit_is_named_with_its_place(string right, string wrong, string expected)
    {
        string text = Documents.Print(ContractYaml.Write(Examples.Contract(), "iceberg")).Replace(right, wrong, StringComparison.Ordinal);

        DataMeshException error = Assert.Throws<DataMeshException>(() => ContractYaml.Read(YamlParser.Parse("lines/1.0.0.odcs.yaml", System.Text.Encoding.UTF8.GetBytes(text))));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("'lines/1.0.0.odcs.yaml', line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static void Equal(DataContract expected, DataContract actual)
    {
        Assert.Equal((expected.Port, expected.Version, expected.Status, expected.Description, expected.Owner, expected.Mode), (actual.Port, actual.Version, actual.Status, actual.Description, actual.Owner, actual.Mode));
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected.Supplement, actual.Supplement);
        Assert.Equal(expected.Promise, actual.Promise);
        Assert.Equal(expected.Deprecation == new Deprecation() ? null : expected.Deprecation, actual.Deprecation);
        Assert.Equal(expected.Partitioning, actual.Partitioning);
        Assert.Equal((expected.Schema.Name, expected.Schema.Description), (actual.Schema.Name, actual.Schema.Description));
        Equal(expected.Schema.Properties, actual.Schema.Properties);
        Assert.Equal(expected.QuarantineLimit, actual.QuarantineLimit);
        // Rules of the object come before those of columns.
        Equal([.. expected.Quality.OrderBy(r => r.Name, StringComparer.Ordinal)], [.. actual.Quality.OrderBy(r => r.Name, StringComparer.Ordinal)]);
    }

    private static void Equal(QualityRule[] expected, QualityRule[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((QualityRule left, QualityRule right) in expected.Zip(actual))
        {
            if (left is AllowedValuesRule allowed)
                Assert.Equal(allowed.Values, Assert.IsType<AllowedValuesRule>(right).Values);
            if (left is UniqueRule unique)
                Assert.Equal(unique.Key, Assert.IsType<UniqueRule>(right).Key);
            if (left is ReferenceRule reference)
                Assert.Equal(reference.Key.Concat(reference.ForeignKey), Assert.IsType<ReferenceRule>(right) is var same ? same.Key.Concat(same.ForeignKey) : []);
            Assert.Equal(Bare(left), Bare(right));
        }
    }

    // Lists compare by reference.
    private static QualityRule Bare(QualityRule rule) => rule switch
    {
        AllowedValuesRule allowed => allowed with { Values = [] },
        ReferenceRule reference => reference with { Key = [], ForeignKey = [] },
        UniqueRule unique => unique with { Key = [] },
        _ => rule,
    };

    private static void Equal(IReadOnlyList<SchemaProperty> expected, IReadOnlyList<SchemaProperty> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((SchemaProperty left, SchemaProperty right) in expected.Zip(actual))
        {
            Assert.Equal(left.FormerNames, right.FormerNames);
            Assert.Equal(left.Constraints.AllowedValues, right.Constraints.AllowedValues);
            Assert.Equal(left.Constraints with { AllowedValues = [] }, right.Constraints with { AllowedValues = [] });
            Assert.Equal(left with { FormerNames = [], Constraints = PropertyConstraints.None }, right with { FormerNames = [], Constraints = PropertyConstraints.None });
            Equal(left.Type.Children, right.Type.Children);
        }
    }
}
