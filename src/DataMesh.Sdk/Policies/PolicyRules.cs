namespace DataMesh;

/// <summary>Refuses policies that contradict themselves, their contract or the language of filters, when they are declared and again when they are registered.</summary>
internal static class PolicyRules
{
    private const int LongestName = 128;

    /// <summary>Checks what a product says for all its ports.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>.</exception>
    public static void Check(ProductName product, Recipients stewards, IReadOnlyList<PurposeDefinition> purposes)
    {
        if (FindProblem(stewards) is { } problem)
            throw Invalid(product, null, $"of the stewards, {problem}");
        if (stewards is { IsEmpty: true, When: not null })
            throw Invalid(product, null, "the stewards have a condition and name nobody. Name a role, domain, user or product.");
        if (PurposeRules.FindProblem(purposes) is { } wrong)
            throw Invalid(product, null, wrong);
    }

    /// <summary>Checks the policy of a port against its contract.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>; the message names the grant, offer or rule and the remedy.</exception>
    public static void Check(PortName port, PortPolicy policy, SchemaObject schema, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<SortField>? sortOrder = null)
    {
        if (FindProblem(policy, schema, partitioning, sortOrder ?? []) is { } problem)
            throw Invalid(port.Product, port, problem);
    }

    private static string? FindProblem(PortPolicy policy, SchemaObject schema, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<SortField> sortOrder)
    {
        if (policy.Grants.Count > PolicyDocument.MaximumApplicableGrants)
            return $"it has {policy.Grants.Count} grants, at most {PolicyDocument.MaximumApplicableGrants} can apply to one reader. Merge grants, or use offers and agreements.";
        string[] names = [.. policy.Grants.Select(g => g.Name), .. policy.Offers.Select(o => o.Name), .. policy.Rules.Select(r => r.Name)];
        if (names.FirstOrDefault(n => !IsName(n)) is not null)
            return $"a grant, offer or rule has a name that is empty, longer than {LongestName} characters or not of one line. Explanations and audit records print it: give it another.";
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"two grants, offers or rules are called '{twice.Key}'. Give each its own name, since explanations and audit records print it.";
        if (ColumnRules.FindUnknown(policy.Columns.Select(c => c.Name), schema) is { } unknown)
            return unknown;
        if (policy.Residency.FirstOrDefault(r => !IsName(r)) is not null)
            return "a region of its residency has no name. Name it.";
        ColumnClassification[] columns = [.. schema.Properties.Select(p => ColumnLevels.Of(p, policy))];
        return First(policy.Grants, g => FindProblem(g, schema), g => $"the grant '{g.Name}'")
            ?? First(policy.Offers, o => FindProblem(o, schema), o => $"the offer '{o.Name}'")
            ?? First(policy.Rules, r => FindProblem(r, schema, columns), r => $"the rule '{r.Name}'")
            ?? (policy.Retention is { } retention ? FindProblem(retention, schema) : null)
            ?? partitioning.Select(f => FindProblem(f, policy, columns)).FirstOrDefault(p => p is not null)
            ?? sortOrder.Select(f => FindProblem(f, policy, columns)).FirstOrDefault(p => p is not null);
    }

    private static string? FindProblem(Grant grant, SchemaObject schema)
    {
        if (grant.To.IsEmpty)
            return "it is for nobody. Name a domain, role, user or product.";
        if (grant.ValidFrom is { } from && grant.ValidUntil is { } until && from >= until)
            return "it ends before it begins. Let Until lie after From.";
        return FindProblem(grant.To) ?? FindProblem(grant.Purposes, grant.Regions) ?? ColumnRules.FindProblem(grant.Gives, schema);
    }

    private static string? FindProblem(Offer offer, SchemaObject schema)
    {
        if (offer.Purposes.Count == 0)
            return "it is for no purpose. Name at least one.";
        if (offer.MaximumTerm is { } term && term <= TimeSpan.Zero)
            return "its longest term is not positive. Give it a positive one.";
        return FindProblem(offer.Purposes, offer.Regions) ?? ColumnRules.FindProblem(offer.Gives, schema);
    }

    private static string? FindProblem(PolicyRule rule, SchemaObject schema, ColumnClassification[] columns) =>
        FindProblem(rule.For) ?? FindProblem(rule.Purposes, []) ?? rule switch
        {
            Prohibition { Columns.Count: > 0, Rows: not null } => "it forbids columns and rows at once, which can be read in two ways. Make two rules of it.",
            Prohibition prohibition => ColumnRules.FindUnknown(prohibition.Columns, schema) ?? (prohibition.Rows is { } rows ? FilterRules.FindProblem(rows, schema) : null),
            RowFilter filter => FilterRules.FindProblem(filter.Rows, schema),
            ColumnMask mask => FindProblem(mask, schema, columns),
            _ => throw new NotSupportedException($"Rules of type {rule.GetType().Name} are not known."),
        };

    private static string? FindProblem(ColumnMask rule, SchemaObject schema, ColumnClassification[] columns)
    {
        if (rule.Mask is NoMask)
            return "its mask is none, which restricts nothing. Use another mask, or take the rule away.";
        if (rule.Columns.Count == 0 && rule.AtLeast is null && rule.Categories == Category.None)
            return "it is for no column. Name columns, a level or a category.";
        return ColumnRules.FindUnknown(rule.Columns, schema)
            ?? columns.Where(c => ColumnRules.Covers(rule, c)).Select(c => ColumnRules.FindProblem(rule.Mask, schema.Find(c.Name)!)).FirstOrDefault(p => p is not null);
    }

    private static string? FindProblem(Retention retention, SchemaObject schema)
    {
        if (ColumnRules.FindUnknown([retention.Column], schema) is { } unknown)
            return unknown;
        if (!schema.Find(retention.Column)!.IsEventTime)
            return $"it retains rows by '{retention.Column}', which is not the event time. Put [EventTime] on the property that says when the fact of a row happened.";
        return retention.Period > TimeSpan.Zero ? null : "it retains rows for a time that is not positive. Give Retain a positive one.";
    }

    // Partition values are visible in file names and metadata, and order files: what is masked there is not.
    private static string? FindProblem(PartitionField field, PortPolicy policy, ColumnClassification[] columns)
    {
        if (columns.FirstOrDefault(c => string.Equals(c.Name, field.Column, StringComparison.Ordinal)) is not { } column)
            return null;
        if (column.Level >= Classification.Confidential)
            return $"it is partitioned by '{field.Column}', which is confidential or stricter, and partition values are visible in file names and metadata. Partition by another column.";
        return ColumnRules.IsMasked(policy, column) ? $"it is partitioned by '{field.Column}', which its policy masks, and partition values are visible in file names and metadata. Partition by another column, or exclude the column instead." : null;
    }

    // Rows of a file come in its order to readers from whom the values are hidden.
    private static string? FindProblem(SortField field, PortPolicy policy, ColumnClassification[] columns)
    {
        if (columns.FirstOrDefault(c => string.Equals(c.Name, field.Column, StringComparison.Ordinal)) is not { } column)
            return null;
        if (column.Level >= Classification.Confidential)
            return $"it is sorted by '{field.Column}', which is confidential or stricter, and the order of rows tells of its values. Sort by another column.";
        return ColumnRules.IsMasked(policy, column) ? $"it is sorted by '{field.Column}', which its policy masks, and the order of rows tells of its values. Sort by another column, or exclude the column instead." : null;
    }

    private static string? FindProblem(Recipients recipients)
    {
        if (recipients.Domains.Contains(default) || recipients.Products.Contains(default) || recipients.Roles.Concat(recipients.Users).Any(string.IsNullOrWhiteSpace))
            return "it has an empty domain, role, user or product. Name it, or leave it out.";
        return recipients.When switch
        {
            null => null,
            ConstantFilter => "its condition on the reader does not depend on the reader. Name an attribute with Policy.User, or take it away.",
            { } condition => FilterRules.FindProblem(condition),
        };
    }

    private static string? FindProblem(IReadOnlyList<Purpose> purposes, IReadOnlyList<string> regions) =>
        purposes.Contains(default) ? "it has an empty purpose. Name it, or leave it out."
        : regions.Any(r => !IsName(r)) ? "it has a region without a name. Name it, or leave it out." : null;

    private static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);

    private static string? First<T>(IReadOnlyList<T> elements, Func<T, string?> find, Func<T, string> call) =>
        elements.Select(e => find(e) is { } problem ? $"in {call(e)}, {problem}" : null).FirstOrDefault(p => p is not null);

    private static DataMeshException Invalid(ProductName product, PortName? port, string problem) =>
        new(DataMeshErrorKind.InvalidDefinition, $"Cannot use the policy of {(port is { } p ? $"port '{p}'" : $"product '{product}'")}: {problem}") { Product = product, Port = port, Operation = "register" };
}
