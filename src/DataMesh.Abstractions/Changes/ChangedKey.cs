namespace DataMesh;

/// <summary>The key of a row in which two snapshots differ, as the reader sees it.</summary>
public sealed record ChangedKey
{
    /// <summary>What became of the row.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The values of <see cref="PortDifference.KeyColumns"/>, in their order.</summary>
    public required IReadOnlyList<ScalarValue> Values { get; init; }
}
