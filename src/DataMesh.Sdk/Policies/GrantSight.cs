using Apache.Arrow;

namespace DataMesh;

/// <summary>One grant bound to the pinned schema: its condition and, for each column it names, its own mask.</summary>
internal sealed class GrantSight
{
    private readonly Dictionary<int, Mask> _masks = [];

    private GrantSight(Filter? rows) => Rows = rows;

    /// <summary>The condition in stored names; null shows every row.</summary>
    public Filter? Rows { get; }

    /// <summary>The mask that the grant gives a column; null when it does not name it.</summary>
    public Mask? MaskOf(int fieldId) => _masks.GetValueOrDefault(fieldId);

    /// <exception cref="PolicyMisfitException">The grant does not fit the schema.</exception>
    public static GrantSight Bind(Sight sight, BoundColumns columns, RowConditions conditions, IReadOnlySet<string> missingKeys)
    {
        GrantSight bound = new(conditions.Bind(sight.Rows));
        HashSet<int>? named = sight.Columns is { } names ? [.. names.Select(n => columns.FindId(n) ?? throw PolicyMisfitException.Unbound(n))] : null;
        HashSet<int> excluded = [.. sight.Excluded.Select(n => columns.FindId(n) ?? throw PolicyMisfitException.Unbound(n))];
        Dictionary<int, Mask> own = [];
        foreach (MaskedColumn masked in sight.Masks)
            own[columns.FindId(masked.Column) ?? throw PolicyMisfitException.Unbound(masked.Column)] = masked.Mask;
        foreach (Field field in columns.Visible)
        {
            int id = field.GetFieldId()!.Value;
            if (named?.Contains(id) == false || excluded.Contains(id))
                continue;
            Mask mask = own.TryGetValue(id, out Mask? stated) ? stated : columns.IsConfidential(id) ? Mask.Null : Mask.None;
            if (mask is DropMask)
                continue;
            DemandFit(mask, field, missingKeys);
            bound._masks.Add(id, mask);
        }
        return bound;
    }

    /// <exception cref="PolicyMisfitException">The mask does not fit the column, or its key is missing.</exception>
    public static void DemandFit(Mask mask, Field field, IReadOnlySet<string> missingKeys)
    {
        if (PhysicalType.TryFromArrow(field.DataType) is not { } type)
            throw new PolicyMisfitException($"the column '{field.Name}' has a type that masks do not know");
        if (mask.FindProblem(type) is { } problem)
            throw new PolicyMisfitException($"the mask of column '{field.Name}' does not fit it: {problem}");
        if (mask is HashMask hash && missingKeys.Contains(MaskKeys.Describe(hash.Scope)))
            throw new PolicyMisfitException("the key of a keyed hash is missing; configure it with UseMaskKeys");
    }
}
