namespace DataMesh;

/// <summary>One part of a <see cref="SqlStatement"/>: exactly one of text, port and parameter.</summary>
public sealed record SqlPart
{
    /// <summary>Text of the statement; null for a hole.</summary>
    public string? Text { get; init; }

    /// <summary>A port; null when the part is none.</summary>
    public IInputPort? Relation { get; init; }

    /// <summary>The type of a parameter; null when the part is none.</summary>
    public PhysicalType? ParameterType { get; init; }

    /// <summary>The value of a parameter.</summary>
    public ScalarValue Parameter { get; init; }

    /// <summary>The values of a list parameter; null when it is a single value.</summary>
    public IReadOnlyList<ScalarValue>? ParameterList { get; init; }
}
