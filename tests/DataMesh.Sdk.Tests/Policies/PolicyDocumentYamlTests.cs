using System.Text;
using CsCheck;

namespace DataMesh.Tests.Policies;

public sealed class PolicyDocumentYamlTests
{
    [Fact]
    public void Every_policy_reads_back_as_it_was_written() => Documents.Policy.Sample(policy =>
    {
        YamlMapping written = PolicyDocumentYaml.Write(policy);

        PolicyDocument read = PolicyDocumentYaml.Read(Documents.Reread(written));

        Assert.Equal(Documents.Print(written), Documents.Print(PolicyDocumentYaml.Write(read)));
        AssertSame(policy, read);
    }, iter: 300);

    [Theory]
    [InlineData("name: finance", "name: finance\n        hidden: [amount]")]
    [InlineData("name: finance", "name: finance\n        kind: prohibition")]
    [InlineData("major: 1", "major: 1\n    prohibitions: []")]
    [InlineData("level: confidential", "level: confidential\n        salt: 1")]
    [InlineData("epoch: 1", "epoch: 1\nretention: P30D")]
    [InlineData("formatVersion: 2", "formatVersion: 3")]
    [InlineData("formatVersion: 2", "formatVersion: 1\nstewards:\n  roles: [steward]")]
    [InlineData("major: 1", "major: 1\n    rules:\n      - name: x\n        kind: blurring")]
    [InlineData("major: 1", "major: 1\n    rules:\n      - name: x\n        kind: rowFilter\n        rows: true\n        columns: [amount]")]
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
    [InlineData("        name: customer_email\n        level", "        level")]
    [InlineData("name: finance", "name: finance\n        rows:")]
    [InlineData("name: finance", "name: finance\n        regions: []")]
    [InlineData("name: finance", "name: finance\n        columns: []")]
    [InlineData("name: finance", "name: finance\n        from: tomorrow")]
    [InlineData("name: finance", "name: finance\n        until: 2027-01-01")]
    [InlineData("name: finance", "name: finance\n        rows: customer_email = ")]
    [InlineData("name: finance", "name: finance\n        rows: \"attribute('') = 'x'\"")]
    [InlineData("name: finance", "name: finance\n        rows: amount > 0")]
    [InlineData("name: finance", "name: finance\n        when: customer_email = 'x'")]
    [InlineData("name: finance", "name: finance\n        masks:\n          - column: customer_email\n            mask: blur")]
    [InlineData("name: finance", "name: finance\n        masks:\n          - {column: customer_email, mask: hash}\n          - {column: customer_email, mask: year}")]
    [InlineData("name: auditors", "name: finance")]
    [InlineData("major: 1", "major: 1\n    retention:\n      column: ordered_at\n      period: P1D")]
    [InlineData("major: 1", "major: 1\n    retention:\n      column: customer_email\n      period: P1M")]
    [InlineData("major: 1", "major: 1\n    offers:\n      - name: nothing")]
    [InlineData("ports:", "purposes:\n  - purpose: a\n    under: b\n  - purpose: b\n    under: a\nports:")]
    [InlineData("ports:", "purposes:\n  - purpose: a\n    under: b\nports:")]
    [InlineData("level: confidential", "level: secret")]
    [InlineData("format: datamesh-policy", "format: something-else")]
    public void A_damaged_policy_is_unreadable(string right, string wrong) =>
        Assert.Equal(DataMeshErrorKind.CorruptData, Assert.Throws<DataMeshException>(() => Read(right, wrong)).Kind);

    [Fact]
    public void A_filter_that_cannot_be_read_is_named_with_its_line_and_the_position_in_it()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => Read("name: finance", "name: finance\n        rows: customer_email >"));

        Assert.Equal("Cannot read 'policy/1.yaml', line 10, column 15: 'rows' is no filter. Cannot read the filter: expected a column, a value, attribute('…'), now(…) or today(…) but found the end of the text at position 17. The grammar is in docs/protocol/filters.md.", error.Message);
    }

    [Fact]
    public void A_document_of_version_1_keeps_its_meaning()
    {
        PolicyDocument read = Read("formatVersion: 2", "formatVersion: 1");

        Grant grant = read.Ports[0].Grants[0];
        Assert.Equal(["finance"], grant.To.Domains.Select(d => d.ToString()));
        Assert.Equal(["customer_email"], grant.Gives.Excluded);
        Assert.Null(grant.Gives.Columns);
    }

    [Fact]
    public void Hostile_files_are_refused_with_the_place()
    {
        Assert.Contains("aliases", Refused("a: &x [1]\nb: *x\n"), StringComparison.Ordinal);
        Assert.Contains("tags", Refused("a: !!python/object {}\n"), StringComparison.Ordinal);
        Assert.Contains("levels deep", Refused($"a: {new string('[', 100)}{new string(']', 100)}\n"), StringComparison.Ordinal);
        Assert.Contains("at most 1048576", Refused($"a: '{new string('x', 100_000_000)}'\n"), StringComparison.Ordinal);

        static string Refused(string text) => Assert.Throws<DataMeshException>(() => PolicyText.Read("policy of a/b/c", text)).Message;
    }

    private static void AssertSame(PolicyDocument left, PolicyDocument right)
    {
        Assert.Equal((left.Epoch, left.Product), (right.Epoch, right.Product));
        Assert.Equivalent(left.Stewards, right.Stewards, strict: true);
        Assert.Equal(left.Purposes, right.Purposes);
        foreach ((PortPolicy a, PortPolicy b) in left.Ports.Zip(right.Ports))
        {
            Assert.Equal((a.Port, a.Major, a.Retention), (b.Port, b.Major, b.Retention));
            Assert.Equal(a.Residency, b.Residency);
            Assert.Equal(a.Columns.Select(c => c with { Level = ColumnLevels.Effective(c.Level, c.Categories) }), b.Columns);
            Assert.Equal(a.Grants.Select(Text), b.Grants.Select(Text));
            Assert.Equal(a.Offers.Select(o => (Text(o.Gives), o.Name, string.Join('|', o.Purposes), o.MaximumTerm, string.Join('|', o.Regions), o.OwnUseOnly, string.Join('|', o.Obligations), o.Origin)),
                b.Offers.Select(o => (Text(o.Gives), o.Name, string.Join('|', o.Purposes), o.MaximumTerm, string.Join('|', o.Regions), o.OwnUseOnly, string.Join('|', o.Obligations), o.Origin)));
            Assert.Equal(a.Rules.Select(Text), b.Rules.Select(Text));
        }
        Assert.Equal(left.Ports.Count, right.Ports.Count);
    }

    private static string Text(Grant g) =>
        $"{g.Name}|{Text(g.To)}|{string.Join(',', g.Purposes)}|{g.ValidFrom:O}|{g.ValidUntil:O}|{string.Join(',', g.Regions)}|{g.OwnUseOnly}|{Text(g.Gives)}|{string.Join(',', g.Obligations)}|{g.Origin}";

    private static string Text(Recipients r) => $"{string.Join(',', r.Domains)}|{string.Join(',', r.Roles)}|{string.Join(',', r.Users)}|{string.Join(',', r.Products)}|{r.When}";

    private static string Text(Sight s) =>
        $"{s.Rows}|{(s.Columns is null ? "all" : string.Join(',', s.Columns))}|{string.Join(',', s.Excluded)}|{string.Join(',', s.Masks)}";

    private static string Text(PolicyRule r) => $"{r.Name}|{Text(r.For)}|{string.Join(',', r.Purposes)}|{r.Origin}|" + r switch
    {
        Prohibition p => $"{string.Join(',', p.Columns)}|{p.Rows}",
        RowFilter f => f.Rows.ToString(),
        ColumnMask m => $"{m.Mask}|{string.Join(',', m.Columns)}|{m.AtLeast}|{m.Categories}",
        _ => "",
    };

    private static PolicyDocument Read(string known, string replacement)
    {
        string text = Documents.Print(PolicyDocumentYaml.Write(Examples.Policy()));
        Assert.Contains(known, text, StringComparison.Ordinal);
        return PolicyDocumentYaml.Read(YamlParser.Parse("policy/1.yaml", Encoding.UTF8.GetBytes(text.Replace(known, replacement, StringComparison.Ordinal))));
    }
}
