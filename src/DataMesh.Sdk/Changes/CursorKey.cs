namespace DataMesh;

/// <summary>The key that cursors are sealed with.</summary>
internal sealed class CursorKey
{
    private const int LeastBytes = 32;

    /// <exception cref="ArgumentException">The key is too short.</exception>
    public CursorKey(ReadOnlyMemory<byte> value) => Value = value.Length >= LeastBytes ? value.ToArray()
        : throw new ArgumentException($"The key of UseCursorKey has {value.Length} bytes and needs at least {LeastBytes}: create it with RandomNumberGenerator.", nameof(value));

    public ReadOnlyMemory<byte> Value { get; }
}
