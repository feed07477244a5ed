namespace DataMesh.Tests.Policies;

/// <summary>Policies in a form in which a failure can be read.</summary>
internal static class PolicyText
{
    public static string Describe(Asking asking) =>
        $"{asking.Principal.Kind} '{asking.Principal.Name}' of '{asking.Principal.Domain}', roles [{string.Join(", ", asking.Principal.Roles)}], attributes [{string.Join(", ", asking.Principal.Attributes)}], purpose '{asking.Purpose}', region {asking.Region ?? "none"}, at {asking.Now:u}";

    public static string Describe(PortPolicy policy, SchemaObject schema) => string.Join("\n",
    [
        $"columns {string.Join(", ", schema.Properties.Select(p => $"{p.Name} {p.Type}{(p.Required ? "" : "?")} {p.Classification} {p.Categories}"))}",
        .. policy.Grants.Select(g => $"grant {g.Name} to {Describe(g.To)} for [{string.Join(", ", g.Purposes)}] from {g.ValidFrom} until {g.ValidUntil} in [{string.Join(", ", g.Regions)}]: {Describe(g.Gives)}"),
        .. policy.Offers.Select(o => $"offer {o.Name} in [{string.Join(", ", o.Regions)}]: {Describe(o.Gives)}"),
        .. policy.Rules.Select(r => $"rule {r.Name} for {Describe(r.For)} purposes [{string.Join(", ", r.Purposes)}]: {Describe(r)}"),
        $"retention {policy.Retention}",
    ]);

    private static string Describe(Recipients to) => $"domains [{string.Join(", ", to.Domains)}] roles [{string.Join(", ", to.Roles)}] users [{string.Join(", ", to.Users)}] products {to.Products.Count} when {to.When}";

    private static string Describe(Sight sight) => $"rows {sight.Rows}; columns {(sight.Columns is null ? "all" : string.Join(", ", sight.Columns))} without [{string.Join(", ", sight.Excluded)}]; masks [{string.Join(", ", sight.Masks.Select(m => $"{m.Column} {m.Mask}"))}]";

    private static string Describe(PolicyRule rule) => rule switch
    {
        Prohibition p => $"prohibits columns [{string.Join(", ", p.Columns)}] rows {p.Rows}",
        RowFilter f => $"rows {f.Rows}",
        ColumnMask m => $"mask {m.Mask} on [{string.Join(", ", m.Columns)}] at least {m.AtLeast} categories {m.Categories}",
        _ => rule.Name,
    };
}
