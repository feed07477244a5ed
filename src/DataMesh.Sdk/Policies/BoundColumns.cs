using Apache.Arrow;

namespace DataMesh;

/// <summary>The columns of a policy, bound by field id to a pinned schema and to what the contract says today.</summary>
internal sealed class BoundColumns
{
    private readonly Dictionary<string, ColumnClassification> _byName;
    private readonly Dictionary<int, ColumnClassification> _byId;
    private readonly Dictionary<int, Field> _pinned;
    private readonly Dictionary<int, string> _today;

    public BoundColumns(PortPolicy? policy, DataContract contract, Schema current, Schema pinned)
    {
        IReadOnlyList<ColumnClassification> columns = policy?.Columns ?? [];
        _byName = columns.DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, StringComparer.Ordinal);
        _byId = columns.DistinctBy(c => c.FieldId).ToDictionary(c => c.FieldId);
        _pinned = pinned.FieldsList.Where(f => f.GetFieldId() is not null).ToDictionary(f => f.GetFieldId()!.Value);
        _today = current.FieldsList.Where(f => f.GetFieldId() is not null && contract.Schema.Find(f.Name) is not null).ToDictionary(f => f.GetFieldId()!.Value, f => f.Name);
        // A stored column that today's contract lacks is in nobody's schema.
        Visible = [.. pinned.FieldsList.Where(f => f.GetFieldId() is int id && _today.ContainsKey(id))];
    }

    /// <summary>The pinned fields that the contract still has.</summary>
    public IReadOnlyList<Field> Visible { get; }

    /// <summary>The field id that the policy means by a name; null when it binds none.</summary>
    public int? FindId(string name) => _byName.TryGetValue(name, out ColumnClassification? column) ? column.FieldId : null;

    /// <summary>What the policy says of a field.</summary>
    public ColumnClassification? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>True when a field is confidential or stricter.</summary>
    public bool IsConfidential(int id) => Find(id) is { } column && ColumnLevels.Effective(column.Level, column.Categories) >= Classification.Confidential;

    /// <summary>The name in today's contract; null when it has none.</summary>
    public string? NameToday(int id) => _today.GetValueOrDefault(id);

    /// <summary>The stored field that a policy means by a name.</summary>
    /// <exception cref="PolicyMisfitException">The policy does not bind the name, or the pinned schema does not have the field.</exception>
    public Field DemandStored(string name) => FindId(name) is not int id ? throw PolicyMisfitException.Unbound(name)
        : _pinned.GetValueOrDefault(id) ?? throw new PolicyMisfitException($"a condition needs the column '{name}', which the snapshot does not have");
}

/// <summary>A statement of the policy does not fit what is stored; it gives nothing.</summary>
internal sealed class PolicyMisfitException(string message) : Exception(message)
{
    public static PolicyMisfitException Unbound(string name) => new($"the policy names the column '{name}' without its field id");
}
