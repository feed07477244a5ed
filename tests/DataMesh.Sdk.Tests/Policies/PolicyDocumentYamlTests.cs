using System.Text;
using CsCheck;

namespace DataMesh.Tests.Policies;

public sealed class PolicyDocumentYamlTests
{
    [Fact]
    public void Every_policy_reads_back_as_it_was_written() => Documents.Policy.Sample(policy =>
    {
        PolicyDocument read = PolicyDocumentYaml.Read(Documents.Reread(PolicyDocumentYaml.Write(policy)));

        Assert.Equal((policy.Epoch, policy.Product), (read.Epoch, read.Product));
        Assert.Equal(policy.Ports.Count, read.Ports.Count);
        foreach ((PortPolicy left, PortPolicy right) in policy.Ports.Zip(read.Ports))
        {
            Assert.Equal((left.Port, left.Major), (right.Port, right.Major));
            Assert.Equal(left.Columns.Select(c => c with { Level = PolicyDocumentYaml.EffectiveLevel(c.Level, c.Categories) }), right.Columns);
            foreach ((Grant a, Grant b) in left.Grants.Zip(right.Grants, (a, b) => (a, b)))
            {
                Assert.Equal(a.Name, b.Name);
                Assert.Equal(a.To.Domains, b.To.Domains);
                Assert.Equal(a.To.Roles, b.To.Roles);
                Assert.Equal(a.Purposes, b.Purposes);
            }
            Assert.Equal(left.Grants.Count, right.Grants.Count);
        }
    }, iter: 300);

    [Theory]
    [InlineData("name: finance", "name: finance\n        rows: amount > 0")]
    [InlineData("name: finance", "name: finance\n        masks: []")]
    [InlineData("name: finance", "name: finance\n        columns: [amount]")]
    [InlineData("major: 1", "major: 1\n    prohibitions: []")]
    [InlineData("level: confidential", "level: confidential\n        keepBounds: true")]
    [InlineData("epoch: 1", "epoch: 1\nretention: P30D")]
    [InlineData("formatVersion: 1", "formatVersion: 2")]
    public void What_this_version_does_not_know_makes_a_policy_unreadable(string known, string unknown)
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => Read(known, unknown));

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
        Assert.Contains("Update the application", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Personal_data_reads_as_confidential_whatever_somebody_wrote() =>
        Assert.Equal(Classification.Confidential, Read("level: confidential", "level: public").Ports[0].Columns[0].Level);

    [Theory]
    [InlineData("purposes:\n          - revenue", "purposes: []")]
    [InlineData("purposes:\n          - revenue", "purposes:")]
    [InlineData("domains:\n          - finance", "domains:\n          - Not A Domain")]
    [InlineData("field: 2", "field: -2")]
    [InlineData("level: confidential", "level: secret")]
    [InlineData("format: datamesh-policy", "format: something-else")]
    public void A_damaged_policy_is_unreadable(string right, string wrong) =>
        Assert.Equal(DataMeshErrorKind.CorruptData, Assert.Throws<DataMeshException>(() => Read(right, wrong)).Kind);

    private static PolicyDocument Read(string known, string replacement)
    {
        string text = Documents.Print(PolicyDocumentYaml.Write(Examples.Policy()));
        Assert.Contains(known, text, StringComparison.Ordinal);
        return PolicyDocumentYaml.Read(YamlParser.Parse("policy/1.yaml", Encoding.UTF8.GetBytes(text.Replace(known, replacement, StringComparison.Ordinal))));
    }
}
