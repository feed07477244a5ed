using CsCheck;
using DataMesh.Tests.Contracts;

namespace DataMesh.Tests.Compatibility;

public sealed class ContractComparisonTests
{
    private static ContractDocument EverySection() => ContractDocument.Parse(StandardFiles.Read("own/odcs/every-section.odcs.yaml"));

    [Fact]
    public void Equal_contracts_have_no_differences() => RandomStandards.Contract.Sample(document =>
    {
        string yaml = Documents.Print(document);
        ContractDocument contract = ContractDocument.Parse(yaml);

        ContractComparison comparison = ContractComparison.Between(contract, ContractDocument.Parse(contract.ToYaml()));

        Assert.Empty(comparison.Differences);
        Assert.Equal(ChangeImpact.None, comparison.ImpactOn(CompatibilityDirection.Both));
    }, iter: 500);

    [Fact]
    public void Random_contracts_are_compared_both_ways_and_printed() => Gen.Select(RandomStandards.Contract, RandomStandards.Contract).Sample((a, b) =>
    {
        (ContractDocument former, ContractDocument current) = (ContractDocument.Parse(Documents.Print(a)), ContractDocument.Parse(Documents.Print(b)));

        foreach (ContractComparison comparison in (ContractComparison[])[ContractComparison.Between(former, current), ContractComparison.Between(current, former, strict: true)])
        {
            Assert.NotEmpty(comparison.ToString());
            Assert.Equal(comparison.Differences.Count, YamlParser.Parse("omds", System.Text.Encoding.UTF8.GetBytes(comparison.ToYaml())).GetMappings("diffs").Count);
        }
    }, iter: 300);

    [Fact]
    public void No_value_of_a_contract_changes_unnoticed()
    {
        List<string> unnoticed = [];
        int leaves = Leaves(EverySection().Node).Count();
        for (int i = 0; i < leaves; i++)
        {
            ContractDocument changed = EverySection();
            (string path, Action<YamlScalar> set, YamlScalar old) = Leaves(changed.Node).ElementAt(i);
            set(old.Kind switch
            {
                YamlKind.Boolean => YamlScalar.Of(old.Text[0] is not 't'),
                YamlKind.Integer or YamlKind.Float => YamlScalar.Number("777"),
                _ => YamlScalar.Of($"{old.Text}x"),
            });
            if (ContractComparison.Between(EverySection(), changed).Differences.Count == 0)
                unnoticed.Add(path);
        }

        Assert.InRange(leaves, 200, 500);
        string all = string.Join(' ', unnoticed.Order(StringComparer.Ordinal));
        Assert.True(all == "/apiVersion /kind /version", all);
    }

    [Fact]
    public void The_version_follows_from_the_greatest_impact_on_the_side()
    {
        ContractDocument current = EverySection();
        current.Schema[0].Properties[0].Required = false;
        current.Name = "Lines";

        ContractComparison comparison = ContractComparison.Between(EverySection(), current);

        Assert.Equal((ChangeImpact.Major, ChangeImpact.Minor, ChangeImpact.Major), (comparison.ImpactOn(CompatibilityDirection.OutputPort), comparison.ImpactOn(CompatibilityDirection.InputPort), comparison.ImpactOn(CompatibilityDirection.Both)));
        Assert.Equal(("3.0.0", "2.5.0"), (comparison.SuggestVersion(CompatibilityDirection.OutputPort), comparison.SuggestVersion(CompatibilityDirection.InputPort)));
        Assert.False(comparison.IsVersioned(CompatibilityDirection.OutputPort));
        current.Version = "2.5.0";
        Assert.False(comparison.IsVersioned(CompatibilityDirection.OutputPort));
        Assert.True(comparison.IsVersioned(CompatibilityDirection.InputPort));
        current.Version = "3.1.0";
        Assert.True(comparison.IsVersioned(CompatibilityDirection.Both));
    }

    [Fact]
    public void A_comparison_reads_like_a_review()
    {
        ContractDocument current = EverySection();
        current.Version = "2.4.1";
        current.Schema[0].Properties.RemoveAt(6);
        current.Tags.Add("x");

        Assert.Equal("""
            '3c8f2c0e-6f0a-4f5e-9f6e-8f3f7f0d9b11' 2.4.0 -> 2.4.1: major (3.0.0) for readers, minor (2.5.0) for providers
              major minor property 'email' was removed. Whoever reads it breaks; a provider is asked for less.
              patch patch tags of the contract changed. It says nothing about rows.
            """, ContractComparison.Between(EverySection(), current).ToString());
    }

    [Fact]
    public void A_comparison_is_a_document_of_the_difference_standard()
    {
        ContractDocument current = EverySection();
        current.Schema[0].Properties[5].LogicalTypeOptions!.Maximum = 10;

        YamlMapping document = YamlParser.Parse("omds", System.Text.Encoding.UTF8.GetBytes(ContractComparison.Between(EverySection(), current).ToYaml(CompatibilityDirection.InputPort)));

        Assert.Equal(("MetadataDifference", "DataContract", "3.0.0"), (document.GetText("kind"), document.GetText("sourceKind"), document.GetText("suggestedVersion")));
        Assert.Equal((1, 0, 0), ((int)document.GetMapping("impact").GetCount("major"), (int)document.GetMapping("impact").GetCount("minor"), (int)document.GetMapping("impact").GetCount("patch")));
        YamlMapping difference = Assert.Single(document.GetMappings("diffs"));
        Assert.Equal(("CHANGE", "schema", "maximum", "MAJOR"), (difference.GetText("type"), difference.GetText("section"), difference.GetText("field"), difference.GetText("impactLevel")));
        Assert.Equal("/schema[name=lines]/properties[name=amount]/logicalTypeOptions/maximum", difference.GetText("path"));
        Assert.Equal(("1e6", "10"), (difference.GetText("value1"), difference.GetText("value2")));
    }

    [Fact]
    public void Nested_properties_and_items_are_compared_where_they_lie()
    {
        ContractDocument current = EverySection();
        current.Schema[0].Properties[8].Properties[1].Properties[0].LogicalType = "string";
        current.Schema[0].Properties[9].Items!.Properties.Clear();

        ContractComparison comparison = ContractComparison.Between(EverySection(), current);

        Assert.Equal(["/schema[name=lines]/properties[name=address]/properties[name=geo]/properties[name=lat]/logicalType", "/schema[name=lines]/properties[name=codes]/items/properties[name=code]"],
            comparison.Differences.Select(d => d.Path));
    }

    [Fact]
    public void Contracts_of_ports_are_compared_by_what_their_records_say()
    {
        SchemaProperty discount = new() { Name = "discount", Type = PhysicalType.Decimal(18, 2) };

        ContractComparison added = ContractComparison.Between(Examples.Contract(), Examples.Contract("1.0.1", discount));
        ContractComparison removed = ContractComparison.Between(Examples.Contract("1.0.0", discount), Examples.Contract());

        Assert.Equal("1.1.0", added.SuggestVersion(CompatibilityDirection.OutputPort));
        Assert.Equal("property-removed", Assert.Single(removed.Differences).Rule);
    }

    [Fact]
    public void The_documentation_has_the_table_of_all_rules()
    {
        string[] documented = [.. File.ReadLines(StandardFiles.InRepository("docs/compatibility.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))];

        Assert.Equal(ChangeRules.All.Select(r => $"| `{r.Name}` | {EnumText.Spell(r.OutputPort)}{(r.NeedsNotice ? ", notice" : "")} | {EnumText.Spell(r.InputPort)} | {r.Reason} |"), documented);
    }

    private static IEnumerable<(string Path, Action<YamlScalar> Set, YamlScalar Old)> Leaves(YamlNode node, string path = "")
    {
        if (node is YamlMapping mapping)
            foreach ((string key, YamlNode value) in mapping.Entries.ToArray())
                foreach (var leaf in value is YamlScalar old ? [($"{path}/{key}", scalar => mapping.Set(key, scalar), old)] : Leaves(value, $"{path}/{key}"))
                    yield return leaf;
        if (node is YamlSequence list)
            for (int i = 0; i < list.Items.Count; i++)
            {
                int at = i;
                foreach (var leaf in list.Items[i] is YamlScalar old ? [($"{path}/{i}", scalar => list.Replace(at, scalar), old)] : Leaves(list.Items[i], $"{path}/{i}"))
                    yield return leaf;
            }
    }
}
