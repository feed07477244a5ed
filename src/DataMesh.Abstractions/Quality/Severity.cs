namespace DataMesh;

/// <summary>What a broken quality rule means for a publish.</summary>
public enum Severity
{
    /// <summary>The rows are kept, and how many break the rule is counted and reported.</summary>
    Warning,

    /// <summary>A row that breaks the rule goes to quarantine; a rule about all rows that does not hold refuses the publish.</summary>
    Error,
}
