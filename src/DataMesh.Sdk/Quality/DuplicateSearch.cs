namespace DataMesh;

/// <summary>Counts keys that come again.</summary>
/// <param name="memoryBytes">How much of the keys is kept in memory.</param>
internal sealed class DuplicateSearch(long memoryBytes = KeySearch.DefaultMemoryBytes) : KeySearch(memoryBytes)
{
    /// <summary>How many keys came again, each time counted.</summary>
    public long Repeats { get; private set; }

    /// <summary>The first row whose key came before, and the row that had it first; null when no key came again.</summary>
    public (long First, long Again)? FirstRepeat { get; private set; }

    protected override void Note(long? earlier, long row)
    {
        if (earlier is not { } first)
            return;
        Repeats++;
        if (FirstRepeat is not { } known || row < known.Again)
            FirstRepeat = (first, row);
    }

    // The table holds the first row of each key, which counts nothing.
    protected override bool GoesOn(long row) => true;
}
