namespace DataMesh;

/// <summary>The keys that say whom a grant is for or a rule binds.</summary>
internal static class RecipientsYaml
{
    /// <summary>Adds the keys to an element.</summary>
    public static YamlMapping WriteTo(YamlMapping element, Recipients recipients) => element
        .AddOptional("domains", YamlSequence.Of(recipients.Domains.Select(d => d.ToString())))
        .AddOptional("roles", YamlSequence.Of(recipients.Roles))
        .AddOptional("users", YamlSequence.Of(recipients.Users))
        .AddOptional("products", YamlSequence.Of(recipients.Products.Select(p => p.ToString())))
        .AddOptional("when", recipients.When?.ToString());

    /// <summary>Reads the keys of an element.</summary>
    public static Recipients Read(YamlMapping element) => new()
    {
        Domains = PolicyNode.GetValues<DomainName>(element, "domains", "domain name"),
        Roles = element.GetTexts("roles"),
        Users = element.GetTexts("users"),
        Products = PolicyNode.GetValues<ProductId>(element, "products", "product identity"),
        When = FindCondition(element),
    };

    private static Filter? FindCondition(YamlMapping element) => PolicyNode.FindFilter(element, "when") is not { } filter ? null
        : filter.GetColumns().Count == 0 ? filter : throw element.GetScalar("when").Error("a condition on the reader names attributes only, no columns. Write attribute('name') for an attribute.");
}
