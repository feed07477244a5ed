using System.Text;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Compiles a decision for a stored schema: binds by field id, raises each grant's own mask by the rules, and finds what is the same for all rows.</summary>
/// <remarks>
/// A grant that does not fit (its condition needs a column the snapshot lacks, its key is missing) gives nothing and takes nothing from other grants; a rule that does not fit
/// denies. See <c>docs/decisions/0015-masks-raise-then-weakest.md</c>.
/// </remarks>
internal sealed class AccessPlanner
{
    private readonly PortBinding _port;
    private readonly AccessDecision _decision;
    private readonly IReadOnlySet<string> _missingKeys;
    private readonly BoundColumns _columns;
    private readonly RowConditions _conditions;

    private AccessPlanner(PortBinding port, AccessDecision decision, Schema current, Schema pinned, IReadOnlySet<string> missingKeys, DateTimeOffset now)
    {
        (_port, _decision, _missingKeys) = (port, decision, missingKeys);
        _columns = new BoundColumns(decision.Policy, port.Contract, current, pinned);
        _conditions = new RowConditions(_columns, pinned, decision.Principal, now);
    }

    /// <summary>The plan of an allowed decision for a schema, compiled at most once for each.</summary>
    /// <param name="port">The port.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="current">The table's current schema.</param>
    /// <param name="pinned">The schema of the snapshot.</param>
    /// <param name="missingKeys">Scopes of keyed hashes without a key.</param>
    /// <param name="now">The time of the read.</param>
    public static AccessPlan Plan(PortBinding port, AccessDecision decision, Schema current, Schema pinned, IReadOnlySet<string> missingKeys, DateTimeOffset now) =>
        decision.Plans.GetOrAdd(KeyOf(current, pinned, missingKeys), _ => new AccessPlanner(port, decision, current, pinned, missingKeys, now).Plan());

    private AccessPlan Plan()
    {
        try
        {
            return _decision.FullSight is not null ? PlanFullSight() : PlanGrants();
        }
        catch (PolicyMisfitException misfit)
        {
            return Denied(misfit.Message);
        }
    }

    private AccessPlan PlanFullSight()
    {
        Field[] shown = [.. _columns.Visible.Where(f => !IsHiddenByEngine(f))];
        return Build([null], null, [.. shown.Select(f => ColumnOf(f, [new MaskChoice(Mask.None, 1)], 1, 1))]);
    }

    private AccessPlan PlanGrants()
    {
        RuleSet rules = RuleSet.Bind(_decision, _columns, _conditions);
        List<GrantSight> usable = [];
        string? problem = null;
        foreach (SightSource source in _decision.Sources)
        {
            try
            {
                usable.Add(GrantSight.Bind(source.Gives, _columns, _conditions, _missingKeys));
            }
            catch (PolicyMisfitException misfit)
            {
                problem ??= misfit.Message;
            }
        }
        if (usable.Count == 0)
            return Denied(problem!);
        Field[] shown = [.. _columns.Visible.Where(f => !IsHiddenByEngine(f) && !rules.IsExcluded(f.GetFieldId()!.Value) && usable.Any(g => g.MaskOf(f.GetFieldId()!.Value) is not null))];
        foreach (Field field in shown)
            foreach (Mask mask in rules.MasksOf(field.GetFieldId()!.Value))
                GrantSight.DemandFit(mask, field, _missingKeys);
        return PlanGrants(usable, rules, shown);
    }

    private AccessPlan PlanGrants(List<GrantSight> usable, RuleSet rules, Field[] shown)
    {
        List<PlannedGrant> grants = [.. usable
            .Select(g => new PlannedGrant(g.Rows, [.. shown.Select(f => g.MaskOf(f.GetFieldId()!.Value) is { } own ? MaskOrder.Raise([own, .. rules.MasksOf(f.GetFieldId()!.Value)]) : null)]))
            .DistinctBy(g => Describe(g.Rows, g.Masks), StringComparer.Ordinal)];
        if (grants.Count > PolicyDocument.MaximumApplicableGrants)
            return Denied($"{grants.Count} different grants and agreements apply to it, and at most {PolicyDocument.MaximumApplicableGrants} can");
        ulong all = grants.Count == 64 ? ulong.MaxValue : (1UL << grants.Count) - 1;
        ulong always = 0;
        for (int i = 0; i < grants.Count; i++)
            always |= grants[i].Rows is null ? 1UL << i : 0;
        PlannedColumn[] columns = [.. shown.Select((f, i) => ColumnOf(f, ChoicesOf(grants, i), all, always))];
        return Build([.. grants.Select(g => g.Rows)], rules.Restriction, columns);
    }

    // The masks that grants give a column, the weakest first.
    private static MaskChoice[] ChoicesOf(List<PlannedGrant> grants, int column)
    {
        List<MaskChoice> choices = [];
        for (int i = 0; i < grants.Count; i++)
        {
            if (grants[i].Masks[column] is not { } mask)
                continue;
            int known = choices.FindIndex(c => c.Mask.Equals(mask));
            if (known >= 0)
                choices[known] = new(mask, choices[known].Grants | 1UL << i);
            else
            {
                int stronger = choices.FindIndex(c => MaskOrder.CompareRank(c.Mask, mask) > 0);
                choices.Insert(stronger < 0 ? choices.Count : stronger, new(mask, 1UL << i));
            }
        }
        return [.. choices];
    }

    // Behind a mask that some grant gives for every row, a stronger one is never reached.
    private PlannedColumn ColumnOf(Field field, MaskChoice[] choices, ulong all, ulong always)
    {
        int last = System.Array.FindIndex(choices, c => (c.Grants & always) != 0);
        MaskChoice[] reached = last < 0 ? choices : choices[..(last + 1)];
        bool covers = last >= 0 || reached.Aggregate(0UL, (bits, c) => bits | c.Grants) == all;
        bool isUniform = reached.Length == 1 && (covers || reached[0].Mask is NullMask);
        return new PlannedColumn
        {
            Stored = field,
            Type = PhysicalType.TryFromArrow(field.DataType) ?? throw new PolicyMisfitException($"the column '{field.Name}' has a type that masks do not know"),
            Choices = reached,
            Uniform = isUniform ? reached[0].Mask : null,
            CanBeNull = !covers || reached.Any(c => c.Mask is NullMask),
            IsConfidential = _columns.IsConfidential(field.GetFieldId()!.Value),
        };
    }

    private AccessPlan Build(IReadOnlyList<Filter?> grants, Filter? restriction, PlannedColumn[] columns)
    {
        Schema schema = new(columns.Select(EffectiveField), null);
        StringBuilder text = new();
        foreach (Filter? rows in grants)
            text.Append("grant ").Append(rows).Append('\n');
        text.Append("only ").Append(restriction).Append('\n');
        foreach (PlannedColumn column in columns)
            text.Append(column.Stored.GetFieldId()).Append(' ').Append(column.Stored.Name).Append(' ').AppendJoin(", ", column.Choices.Select(c => $"{c.Mask} {c.Grants:x}")).Append('\n');
        bool everyRow = restriction is null && grants.Any(g => g is null);
        return new AccessPlan
        {
            Schema = schema,
            Columns = columns,
            Grants = everyRow && columns.All(c => c.Uniform is not null) ? [null] : grants,
            Restriction = restriction,
            Fingerprint = text.ToString(),
            IsUnrestricted = everyRow && columns.Length == _columns.Visible.Count && columns.All(c => c.Uniform is NoMask),
        };
    }

    // The mask is part of what the reader is told; a column that is shown as it is says nothing.
    private static Field EffectiveField(PlannedColumn column)
    {
        Field field = column.Stored;
        if (column is { Uniform: NoMask, CanBeNull: false })
            return field;
        Dictionary<string, string> metadata = field.Metadata is { } stored ? new(stored) : [];
        metadata[ArrowFields.MaskKey] = string.Join(" | ", MasksOf(column));
        return new Field(field.Name, field.DataType, field.IsNullable || column.CanBeNull, metadata);
    }

    /// <summary>The masks that rows may have, weakest first.</summary>
    public static IReadOnlyList<Mask> MasksOf(PlannedColumn column) =>
        column.Uniform is { } uniform ? [uniform] : [.. column.Choices.Select(c => c.Mask).Concat(column.CanBeNull ? [Mask.Null] : []).Distinct()];

    private bool IsHiddenByEngine(Field field) => _decision.HiddenColumns.Count > 0 && _decision.HiddenColumns.Contains(_columns.NameToday(field.GetFieldId()!.Value)!);

    private AccessPlan Denied(string problem) => new()
    {
        Denial = $"Access denied to '{_port.Name}': {problem}. Ask {_port.Owner}.",
        Schema = new Schema([], null),
        Columns = [],
        Grants = [],
        Restriction = null,
        Fingerprint = "denied",
        IsUnrestricted = false,
    };

    private static string Describe(Filter? rows, Mask?[] masks) => $"{rows}\n{string.Join("\n", masks.Select(m => m?.ToString() ?? "-"))}";

    private static string KeyOf(Schema current, Schema pinned, IReadOnlySet<string> missingKeys)
    {
        StringBuilder key = new();
        foreach (Schema schema in ReferenceEquals(current, pinned) ? [current] : (Schema[])[current, pinned])
        {
            foreach (Field field in schema.FieldsList)
                key.Append(field.GetFieldId()).Append(field.IsNullable ? '?' : ':').Append(field.Name).Append(':').Append(PhysicalType.TryFromArrow(field.DataType)).Append('\n');
            key.Append('\n');
        }
        return key.AppendJoin('\n', missingKeys.Order(StringComparer.Ordinal)).ToString();
    }

    // What a grant shows: its rows, and a mask for every shown column; null hides the column's values.
    private sealed record PlannedGrant(Filter? Rows, Mask?[] Masks);
}
