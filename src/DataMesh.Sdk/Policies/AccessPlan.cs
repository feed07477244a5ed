using Apache.Arrow;

namespace DataMesh;

/// <summary>What a decision means for one stored schema: the reader's columns, their masks and the row filters. Immutable, shared by all reads it holds for.</summary>
internal sealed record AccessPlan
{
    /// <summary>Why this schema may not be read; null when it may.</summary>
    public string? Denial { get; init; }

    /// <summary>The reader's schema: names, types, whether there can be nulls, and the masks as metadata. It depends on the decision only, never on data.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The reader's columns, in the order of the schema.</summary>
    public required IReadOnlyList<PlannedColumn> Columns { get; init; }

    /// <summary>The row filters of the grants that apply, in names of the stored schema, not bound to the time yet; null shows every row. Bit n of a row's word is grant n.</summary>
    public required IReadOnlyList<Filter?> Grants { get; init; }

    /// <summary>Rows for which this is not true are nobody's; null: no rule restricts rows.</summary>
    public required Filter? Restriction { get; init; }

    /// <summary>Everything above as text: equal texts are equal sight.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>True when every row and every column is visible as it is stored.</summary>
    public required bool IsUnrestricted { get; init; }

    /// <summary>True when each column has the same mask in every row.</summary>
    public bool IsUniform => Columns.All(c => c.Uniform is not null);

    /// <summary>The one condition for a row to be visible, bound to the reader and the time of the read; null: every row.</summary>
    public Filter? BindRows(MeshPrincipal? principal, DateTimeOffset now)
    {
        Filter? granted = Grants.Any(g => g is null) ? null : Filter.Or([.. Grants.OfType<Filter>()]);
        Filter[] all = [.. new[] { granted, Restriction }.OfType<Filter>()];
        return all.Length == 0 ? null : Filter.And(all).Bind(principal, now);
    }

    /// <summary>The plan in the form that another engine can evaluate; null when it depends on the row which mask a cell has.</summary>
    public UniformSight? ToUniform(MeshPrincipal? principal, DateTimeOffset now) => Denial is null && IsUniform
        ? new UniformSight { Rows = BindRows(principal, now), Columns = [.. Columns.Select(c => new SightColumn(c.Stored.Name, c.Stored.GetFieldId(), c.Uniform!))] }
        : null;
}

/// <summary>A column of the reader's schema.</summary>
internal sealed record PlannedColumn
{
    /// <summary>The stored field.</summary>
    public required Field Stored { get; init; }

    /// <summary>The stored type.</summary>
    public required PhysicalType Type { get; init; }

    /// <summary>The masks that a row can have, weakest first, each with the grants that give it. A row without any of them has null.</summary>
    public required IReadOnlyList<MaskChoice> Choices { get; init; }

    /// <summary>The one mask of all rows; null when it depends on the row.</summary>
    public required Mask? Uniform { get; init; }

    /// <summary>True when some row can have null although the stored column has none.</summary>
    public required bool CanBeNull { get; init; }

    /// <summary>True when the column's bounds are kept from readers.</summary>
    public required bool IsConfidential { get; init; }

    /// <summary>True when the values are those stored, in every row, and may be compared with what is known of files.</summary>
    public bool MayPrune => Uniform is NoMask && !IsConfidential;
}

/// <summary>A mask and the grants, as bits, that give it.</summary>
internal readonly record struct MaskChoice(Mask Mask, ulong Grants);

/// <summary>A decision that is the same for every row: one filter and one mask per column. What engines other than the scan may be given.</summary>
internal sealed record UniformSight
{
    /// <summary>Only rows for which this is true are visible; it names stored columns and literals. Null: every row.</summary>
    public required Filter? Rows { get; init; }

    /// <summary>The visible columns, in order.</summary>
    public required IReadOnlyList<SightColumn> Columns { get; init; }
}

/// <summary>A visible column of a <see cref="UniformSight"/>.</summary>
/// <param name="Name">The name in the pinned schema.</param>
/// <param name="FieldId">The field id.</param>
/// <param name="Mask">The mask; <see cref="Mask.None"/> as it is.</param>
internal readonly record struct SightColumn(string Name, int? FieldId, Mask Mask);
