namespace DataMesh;

/// <summary>One rule about the rows of a port, part of its contract and enforced by every publish. Immutable; the rule types are closed: no other type can derive.</summary>
/// <remarks>A rule with a <see cref="UniqueScope"/> says itself among which rows it holds; every other one is about the rows of one publish.</remarks>
public abstract record QualityRule
{
    private protected QualityRule() { }

    /// <summary>What results, messages and the quarantine call the rule; unique among the port's rules, one line.</summary>
    public required string Name { get; init; }

    /// <summary>What happens when it does not hold.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Which quality it is about.</summary>
    public required QualityDimension Dimension { get; init; }

    /// <summary>The columns it looks at, each once; empty when it only counts rows.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>What the rule demands, in words; without values of rows.</summary>
    public abstract string Describe();

    /// <summary>The name and what the rule demands.</summary>
    public sealed override string ToString() => $"'{Name}': {Describe()}";
}

/// <summary>A rule that every single row holds or breaks. It holds unless it is false: a value that is missing breaks it only where the rule asks for the value itself, as SQL's CHECK.</summary>
public abstract record RowRule : QualityRule
{
    private protected RowRule() { }
}

/// <summary>A rule about the accepted rows together: it holds or the publish does not happen.</summary>
public abstract record SetRule : QualityRule
{
    private protected SetRule() { }
}
