namespace DataMesh;

/// <summary>Makes the ids of runs: UUIDs of version 7, by which runs are listed in the order they began, also those of one millisecond.</summary>
internal static class RunId
{
    /// <summary>An id of this moment. The twelve bits behind the milliseconds hold their fraction (RFC 9562, section 6.2, method 3).</summary>
    public static Guid Create() => Create(TimeProvider.System.GetUtcNow());

    /// <summary>An id of a moment.</summary>
    public static Guid Create(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(moment).TryWriteBytes(bytes, bigEndian: true, out _);
        int fraction = (int)(moment.Ticks % TimeSpan.TicksPerMillisecond * 4096 / TimeSpan.TicksPerMillisecond);
        (bytes[6], bytes[7]) = ((byte)(0x70 | fraction >> 8), (byte)fraction);
        return new Guid(bytes, bigEndian: true);
    }
}
