namespace DataMesh.Benchmarks;

/// <summary>The curves of the report, each in a mesh of its own.</summary>
internal static class AllCurves
{
    public static IReadOnlyList<Curve> Of(Workbench bench) => [new RowsCurve(bench).Curve, new ColumnsCurve(bench).Curve, new FilesCurve(bench).Curve, new SnapshotsCurve(bench).Curve];

    /// <summary>The sizes of a full run; a short one leaves out those above its limit.</summary>
    public static IEnumerable<int> Sizes(Workbench bench, int shortLimit, params IEnumerable<int> sizes) => bench.Scale == Scale.Full ? sizes : sizes.Where(s => s <= shortLimit);

    public static async Task<long> CountAsync(IAsyncEnumerable<Apache.Arrow.RecordBatch> batches) => (await Columns.SumAsync(batches, _ => 0)).Rows;
}
