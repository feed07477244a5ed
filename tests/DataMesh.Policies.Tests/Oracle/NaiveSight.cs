namespace DataMesh.Tests.Policies;

/// <summary>What one principal sees, cell by cell.</summary>
internal sealed record NaiveSight
{
    public required IReadOnlyList<string> Columns { get; init; }

    public Asking? Asking { get; init; }

    public IReadOnlyList<NaiveGrant> Grants { get; init; } = [];

    /// <summary>Conditions that rules put on rows, each with the one outcome that lets a row through.</summary>
    public IReadOnlyList<(Filter Rows, bool Outcome)> RowRules { get; init; } = [];

    public Retention? Retention { get; init; }

    /// <summary>True for the product itself and its stewards.</summary>
    public bool IsRaw => Asking is null;

    public static NaiveSight Everything(SchemaObject schema) => new() { Columns = [.. schema.Properties.Select(p => p.Name)] };

    /// <summary>The masks a column may have in some row: a grant of every row leaves no room for stronger ones.</summary>
    public IReadOnlyList<Mask> MasksOf(string column)
    {
        if (IsRaw)
            return [Mask.None];
        NaiveGrant[] naming = [.. Grants.Where(g => g.Masks.ContainsKey(column))];
        (int, decimal, string)[] always = [.. naming.Where(g => g.IsAlways).Select(g => NaiveMask.Rank(g.Masks[column]))];
        return [.. naming.Select(g => g.Masks[column]).Distinct().Where(m => always.Length == 0 || NaiveMask.Rank(m).CompareTo(always.Min()) <= 0)];
    }

    /// <summary>True when a column may be null where the stored column is not.</summary>
    public bool MayHide(string column) => !IsRaw && (MasksOf(column).Contains(Mask.Null) || (Grants.Any(g => !g.Masks.ContainsKey(column)) && !Grants.Any(g => g.IsAlways && g.Masks.ContainsKey(column))));

    /// <summary>The mask of a cell; null when no grant that matches the row names the column.</summary>
    public static Mask? CellMask(string column, IEnumerable<NaiveGrant> matching) => matching.Where(g => g.Masks.ContainsKey(column)).Select(g => g.Masks[column]).OrderBy(NaiveMask.Rank).FirstOrDefault();

    /// <summary>True when nothing at all is hidden.</summary>
    public bool IsUnrestricted(SchemaObject schema) => IsRaw
        || (Columns.Count == schema.Properties.Count && RowRules.Count == 0 && Retention is null && Columns.All(c => MasksOf(c) is [NoMask]) && Columns.All(c => Grants.Any(g => g.IsAlways && g.Masks.TryGetValue(c, out Mask? mask) && mask is NoMask)));

    /// <summary>The visible rows with masked values, in stored order.</summary>
    public IEnumerable<ScalarValue[]> See(SchemaObject schema, IEnumerable<ScalarValue[]> rows, Func<MaskKeyScope, byte[]> keys)
    {
        Dictionary<string, int> index = schema.Properties.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i);
        foreach (ScalarValue[] row in rows)
        {
            if (IsRaw)
            {
                yield return [.. Columns.Select(c => row[index[c]])];
                continue;
            }
            if (Match(row, schema, index) is { Count: > 0 } matching)
                yield return [.. Columns.Select(c => CellMask(c, matching) is { } mask ? NaiveMask.Apply(mask, row[index[c]], keys) : ScalarValue.Null)];
        }
    }

    /// <summary>The grants by which a row is visible; none when it is hidden.</summary>
    public IReadOnlyList<NaiveGrant> Match(ScalarValue[] row, SchemaObject schema, Dictionary<string, int> index)
    {
        return RowRules.All(r => Holds(r.Rows) == r.Outcome) && IsRetained(row, schema, index) ? [.. Grants.Where(g => g.IsAlways || Holds(g.Rows!) == true)] : [];

        bool? Holds(Filter filter) => NaiveFilter.Evaluate(filter, name => row[index[name]], Asking!.Principal, Asking.Now);
    }

    private bool IsRetained(ScalarValue[] row, SchemaObject schema, Dictionary<string, int> index)
    {
        if (Retention is not { } retention)
            return true;
        ScalarValue at = row[index[retention.Column]];
        if (at.IsNull)
            return false;
        return schema.Find(retention.Column)!.Type.Kind == PhysicalTypeKind.Date
            ? at.AsDate().ToDateTime(TimeOnly.MinValue) + retention.Period > Asking!.Now.UtcDateTime
            : at.AsTimestamp() + retention.Period > Asking!.Now.UtcDateTime;
    }
}
