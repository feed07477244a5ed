namespace DataMesh;

/// <summary>Counts rows whose key is not among some known keys.</summary>
/// <remarks>All known keys are added before the first row.</remarks>
/// <param name="memoryBytes">How much of the keys is kept in memory.</param>
internal sealed class ReferenceSearch(long memoryBytes = KeySearch.DefaultMemoryBytes) : KeySearch(memoryBytes)
{
    private const long Known = -1;

    /// <summary>The rows without a known key.</summary>
    public long Missing { get; private set; }

    /// <summary>The first of them; null when there is none.</summary>
    public long? FirstMissing { get; private set; }

    /// <summary>Adds a known key.</summary>
    /// <exception cref="DataMeshException">The temporary files cannot be written.</exception>
    public void AddKnown(ReadOnlySpan<byte> key) => Add(key, Known);

    // A row that had the key before does not make it known.
    protected override void Note(long? earlier, long row)
    {
        if (row == Known || earlier == Known)
            return;
        Missing++;
        if (FirstMissing is not { } first || row < first)
            FirstMissing = row;
    }

    // Rows that were seen are counted already; only known keys go on.
    protected override bool GoesOn(long row) => row == Known;
}
