namespace DataMesh;

/// <summary>The policy of a port as its declaration collects it: fields are not bound yet.</summary>
internal sealed class PortPolicyDeclaration(PortName port)
{
    private readonly List<Grant> _grants = [];
    private readonly List<Offer> _offers = [];
    private readonly List<PolicyRule> _rules = [];
    private readonly List<string> _residency = [];
    private readonly List<ColumnClassification> _columns = [];
    private Retention? _retention;

    public void Add(Grant grant) => _grants.Add(grant);

    public void Add(Offer offer) => _offers.Add(offer);

    public void Add(PolicyRule rule) => _rules.Add(rule);

    public void Retain(Retention retention)
    {
        if (_retention is not null)
            throw new InvalidOperationException($"The port '{port}' says twice how long rows may be read: call Retain once.");
        _retention = retention;
    }

    public void Reside(ReadOnlySpan<string> regions)
    {
        foreach (string region in regions)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(region, nameof(regions));
            _residency.Add(region);
        }
    }

    public void KeepBounds(string column) => Classify(new ColumnClassification { FieldId = 0, Name = column, Level = Classification.Public, KeepBounds = true });

    /// <summary>Adds what a text says beside what code says.</summary>
    public void Add(PortPolicy text)
    {
        _grants.AddRange(text.Grants);
        _offers.AddRange(text.Offers);
        _rules.AddRange(text.Rules);
        _residency.AddRange(text.Residency);
        if (text.Retention is { } retention)
            Retain(retention);
        foreach (ColumnClassification column in text.Columns)
            Classify(column);
    }

    public PortPolicy Build(int major) => new()
    {
        Port = port.Port,
        Major = major,
        Grants = [.. _grants],
        Offers = [.. _offers],
        Rules = [.. _rules],
        Retention = _retention,
        Residency = [.. _residency.Distinct(StringComparer.Ordinal)],
        Columns = [.. _columns],
    };

    private void Classify(ColumnClassification column)
    {
        int known = _columns.FindIndex(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal));
        if (known < 0)
            _columns.Add(column);
        else
            _columns[known] = ColumnLevels.Stricter(_columns[known], column);
    }
}
