namespace DataMesh;

/// <summary>The rules that bind a reader, bound to the pinned schema.</summary>
internal sealed class RuleSet
{
    private readonly HashSet<int> _excluded = [];
    private readonly Dictionary<int, List<Mask>> _masks = [];
    private readonly List<Filter> _restrictions = [];

    private RuleSet() { }

    /// <summary>What must be true of every visible row; null: nothing.</summary>
    public Filter? Restriction => _restrictions.Count == 0 ? null : Filter.And([.. _restrictions]);

    /// <summary>True when a column is in no bound reader's schema.</summary>
    public bool IsExcluded(int fieldId) => _excluded.Contains(fieldId);

    /// <summary>The masks that raise what grants give.</summary>
    public IReadOnlyList<Mask> MasksOf(int fieldId) => _masks.TryGetValue(fieldId, out List<Mask>? masks) ? masks : [];

    /// <exception cref="PolicyMisfitException">A rule does not fit the schema, which denies.</exception>
    public static RuleSet Bind(AccessDecision decision, BoundColumns columns, RowConditions conditions)
    {
        RuleSet set = new();
        foreach (PolicyRule rule in decision.Binding)
            set.Add(rule, columns, conditions);
        set.Restrict(conditions.Bind(decision.Policy?.Retention));
        return set;
    }

    private void Add(PolicyRule rule, BoundColumns columns, RowConditions conditions)
    {
        switch (rule)
        {
            case Prohibition prohibition:
                foreach (string name in prohibition.Columns)
                    _excluded.Add(columns.FindId(name) ?? throw PolicyMisfitException.Unbound(name));
                // Unknown counts as matched: only rows for which the condition is false stay.
                Restrict(prohibition.Rows is { } forbidden ? conditions.Bind(Filter.Not(forbidden)) : null);
                break;
            case RowFilter filter:
                Restrict(conditions.Bind(filter.Rows));
                break;
            case ColumnMask mask:
                if (mask.Columns.FirstOrDefault(n => columns.FindId(n) is null) is { } unbound)
                    throw PolicyMisfitException.Unbound(unbound);
                foreach (int id in columns.Visible.Select(f => f.GetFieldId()!.Value))
                    if (columns.Find(id) is { } column && ColumnRules.Covers(mask, column))
                        Raise(id, mask.Mask);
                break;
            default:
                throw new PolicyMisfitException($"the rule '{rule.Name}' is of a kind that this version does not know");
        }
    }

    private void Restrict(Filter? condition)
    {
        if (condition is not null)
            _restrictions.Add(condition);
    }

    private void Raise(int fieldId, Mask mask)
    {
        if (mask is DropMask)
            _excluded.Add(fieldId);
        else if (_masks.TryGetValue(fieldId, out List<Mask>? masks))
            masks.Add(mask);
        else
            _masks.Add(fieldId, [mask]);
    }
}
