namespace DataMesh.Benchmarks;

/// <summary>Publishing and reading ever more orders.</summary>
internal sealed class RowsCurve(Workbench bench)
{
    private const string Port = "sales/orders/lines";

    public Curve Curve => new("Rows", "rows", "Orders of ten columns: published as records in one commit, then read as records, as Arrow and by an SQL aggregate over three columns.", MeasureAsync);

    private async IAsyncEnumerable<CurvePoint> MeasureAsync()
    {
        await using Mesh mesh = Mesh.Create(Path.Combine(bench.Folder, "rows"), m => m.AddDomain("sales", d => d.AddProduct("orders", p => p.Describe("Orders of a curve.")
            .Output<Order>("lines", o => o.Mode(PublishMode.Replace).Grant("analytics", g => g.ToDomain("analytics"))))));
        IDataMesh reader = mesh.As("analytics");
        foreach (int rows in AllCurves.Sizes(bench, 300_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000))
            yield return await CurvePoint.MeasureAsync(rows,
                ("publish", 1, () => mesh.Output<Order>(Port).PublishAsync(Repeat(rows))),
                ("read records", 1, async () => await (await reader.OpenAsync<Order>(Port)).ReadAsync().CountAsync()),
                ("read Arrow", 1, async () => await AllCurves.CountAsync((await reader.OpenAsync(Port)).ReadBatchesAsync())),
                ("SQL aggregate", 3, async () => await AllCurves.CountAsync(reader.QueryBatchesAsync(
                    $"select status, count(*) as n, sum(quantity)::bigint as q, max(id) as high from {await reader.OpenAsync<Order>(Port)} group by status"))));
    }

    // The prepared orders over and over: ten million records at once would measure the garbage collector.
    private IEnumerable<Order> Repeat(int rows)
    {
        for (int i = 0; i < rows; i++)
            yield return bench.Rows[i % bench.Rows.Length];
    }
}
