using System.Buffers;

namespace DataMesh.Adapters;

/// <summary>Bytes of values one behind the other, in memory that grows.</summary>
/// <param name="limit">The length from which on no further value is wanted.</param>
internal sealed class BytesRows(int limit) : IDisposable
{
    internal byte[] Bytes { get; private set; } = [];

    internal int Length { get; private set; }

    internal bool IsFull => Length >= limit;

    internal void Add(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(Bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Appends room for bytes that <see cref="Shrink"/> then cuts to what was used.</summary>
    internal Span<byte> Extend(int room)
    {
        Reserve(room);
        Length += room;
        return Bytes.AsSpan(Length - room, room);
    }

    /// <summary>Keeps the first bytes of the room that was added at a position.</summary>
    internal void Shrink(int used, int position) => Length = position + used;

    internal void Clear() => Length = 0;

    /// <summary>Drops the first bytes.</summary>
    internal void Drop(int count)
    {
        Bytes.AsSpan(count, Length - count).CopyTo(Bytes);
        Length -= count;
    }

    public void Dispose()
    {
        if (Bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = [];
        Length = 0;
    }

    private void Reserve(int more)
    {
        if (more <= Bytes.Length - Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)Length + more, 2L * Bytes.Length)));
        Bytes.AsSpan(0, Length).CopyTo(larger);
        if (Bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = larger;
    }
}
