using System.Security.Claims;

namespace DataMesh.Tests.Policies;

public sealed class PrincipalTests
{
    [Fact]
    public void Only_named_claims_become_attributes_and_ambiguous_ones_none()
    {
        ClaimsPrincipal user = new(new ClaimsIdentity(
            [new("sub", "ann"), new("role", "auditor"), new("country", "DE"), new("country", "DE"), new("team", "red"), new("team", "blue"), new("secret", "x")], "test"));

        MeshPrincipal plain = MeshPrincipal.From(user);
        MeshPrincipal mapped = MeshPrincipal.From(user, "country", "team", "absent");

        Assert.Empty(plain.Attributes);
        Assert.Equal(new Dictionary<string, string> { ["country"] = "DE" }, mapped.Attributes);
        Assert.Equal(["auditor"], mapped.Roles);
    }
}
