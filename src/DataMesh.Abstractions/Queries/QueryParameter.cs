namespace DataMesh.Adapters.Authoring;

/// <summary>A parameter of a statement.</summary>
public sealed record QueryParameter
{
    /// <summary>The name in the statement, without the prefix.</summary>
    public required string Name { get; init; }

    /// <summary>The type to bind it as; also for null.</summary>
    public required PhysicalType Type { get; init; }

    /// <summary>The value; for a list parameter, <see cref="ScalarValue.Null"/>.</summary>
    public ScalarValue Value { get; init; }

    /// <summary>The values of a list parameter (<c>x in $p</c>); null when the parameter is a single value.</summary>
    public IReadOnlyList<ScalarValue>? Values { get; init; }
}
