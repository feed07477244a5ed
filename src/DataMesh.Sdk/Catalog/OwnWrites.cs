namespace DataMesh;

/// <summary>Counts the documents that this process has written to any root, so that its own catalogs look again at once instead of at their next poll.</summary>
internal static class OwnWrites
{
    private static long s_count;

    /// <summary>How many there were.</summary>
    public static long Count => Interlocked.Read(ref s_count);

    /// <summary>Another one was written.</summary>
    public static void Announce() => Interlocked.Increment(ref s_count);
}
