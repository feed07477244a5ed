namespace DataMesh;

/// <summary>Puts row counts into buckets.</summary>
internal static class RowCountBuckets
{
    public static RowCountBucket Of(long rows) => rows switch
    {
        <= 0 => RowCountBucket.None,
        < 10 => RowCountBucket.From1,
        < 100 => RowCountBucket.From10,
        < 1_000 => RowCountBucket.From100,
        < 10_000 => RowCountBucket.From1Thousand,
        < 100_000 => RowCountBucket.From10Thousand,
        < 1_000_000 => RowCountBucket.From100Thousand,
        _ => RowCountBucket.From1Million,
    };
}
