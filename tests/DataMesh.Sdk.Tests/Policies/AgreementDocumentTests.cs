using System.Text;
using CsCheck;

namespace DataMesh.Tests.Policies;

public sealed class AgreementDocumentTests
{
    [Fact]
    public void Every_agreement_reads_back_as_it_was_written() =>
        Documents.Agreement.Sample(agreement => Assert.Equal(agreement, AgreementDocument.Read(Documents.Reread(AgreementDocument.Write(agreement)))), iter: 500);

    [Fact]
    public void An_agreement_has_the_shape_of_the_open_access_agreement_standard() => Assert.Equal(
        """
        apiVersion: v1.0.0
        kind: AccessAgreement
        id: "0198c0de-0000-7000-8000-00000000000a"
        status: approved
        description:
          purpose: campaigns
          usage: Which regions to advertise in.
        provider:
          teamId: sales
          dataProductId: urn:datamesh:0198c0de-0000-7000-8000-000000000001:0198c0de-0000-7000-8000-000000000002
          outputPortId: sales/orders/lines@1
        consumer:
          teamId: marketing
        startTimestamp: "2026-01-01T00:00:00Z"
        endTimestamp: "2026-04-01T00:00:00Z"
        customProperties:
          - property: datamesh.number
            value: 2
          - property: datamesh.offer
            value: without-names
          - property: datamesh.requestedBy
            value: marketing
          - property: datamesh.requestedAt
            value: "2025-12-24T18:30:00Z"
          - property: datamesh.decidedBy
            value: sales-steward
          - property: datamesh.decidedAt
            value: "2026-01-01T00:00:00Z"

        """,
        Documents.Print(AgreementDocument.Write(Examples.Agreement())).ReplaceLineEndings());

    [Theory]
    [InlineData("status: approved", "status: approved\nlimitations: none")]
    [InlineData("teamId: marketing", "teamId: marketing\n  role: analyst")]
    [InlineData("purpose: campaigns", "purpose: campaigns\n  terms: fair use")]
    [InlineData("property: datamesh.offer", "property: datamesh.rows")]
    [InlineData("apiVersion: v1.0.0", "apiVersion: v2.0.0")]
    public void What_this_version_does_not_know_makes_an_agreement_unreadable(string known, string unknown) =>
        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, Assert.Throws<DataMeshException>(() => Read(known, unknown)).Kind);

    [Theory]
    [InlineData("kind: AccessAgreement", "kind: DataContract")]
    [InlineData("status: approved", "status: granted")]
    [InlineData("status: approved", "status: Approved")]
    [InlineData("status: approved", "status: &a approved")]
    [InlineData("status: approved", "status: !!str approved")]
    [InlineData("status: approved", "status: rejected\nstatus: approved")]
    [InlineData("00000000000a", "00000000000")]
    [InlineData("sales/orders/lines@1", "sales/orders/lines")]
    [InlineData("teamId: sales", "teamId: marketing")]
    [InlineData("teamId: marketing", "teamId: ../marketing")]
    [InlineData("teamId: marketing", "teamId: marketing\n  userId: \"\"")]
    [InlineData("teamId: marketing", "teamId: marketing\n  userId: ann\n  dataProductId: urn:datamesh:0198c0de-0000-7000-8000-000000000001:0198c0de-0000-7000-8000-000000000003")]
    [InlineData("purpose: campaigns", "purpose: Any Purpose")]
    [InlineData("value: 2", "value: 0")]
    [InlineData("value: 2", "value: -2")]
    [InlineData("value: 2", "value: 99999999999999999999")]
    [InlineData("2026-04-01T00:00:00Z", "2026-04-01")]
    [InlineData("2026-04-01T00:00:00Z", "2026-04-01T00:00:00+02:00")]
    [InlineData("2026-04-01T00:00:00Z", "never")]
    public void A_damaged_or_hostile_agreement_is_unreadable(string right, string wrong)
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => Read(right, wrong));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("agreement.yaml", error.Message, StringComparison.Ordinal);
    }

    private static AccessAgreement Read(string known, string replacement)
    {
        string text = Documents.Print(AgreementDocument.Write(Examples.Agreement()));
        Assert.Contains(known, text, StringComparison.Ordinal);
        return AgreementDocument.Read(YamlParser.Parse("agreement.yaml", Encoding.UTF8.GetBytes(text.Replace(known, replacement, StringComparison.Ordinal))));
    }
}
