namespace DataMesh.Benchmarks;

/// <summary>A port of ever more files.</summary>
internal sealed class FilesCurve(Workbench bench)
{
    private const int RowsOfFile = 10;

    public Curve Curve => new("Files", "files", $"A port whose every hour is a file of {RowsOfFile} rows: opening it and reading the one file that a filter on the time leaves, and 1 % of the files, as Arrow and by SQL.", MeasureAsync);

    private async IAsyncEnumerable<CurvePoint> MeasureAsync()
    {
        foreach (int files in AllCurves.Sizes(bench, 100, 10, 100, 1_000, 10_000))
        {
            PortName port = PortName.Parse("sales/orders/lines");
            await using Mesh mesh = Mesh.Create(Path.Combine(bench.Folder, $"files-{files}"), m => m.AddDomain("sales", d => d.AddProduct("orders", p => p.Describe("Orders of a curve.")
                .Output<Order>("lines", o => o.PartitionBy(r => r.OrderedAt, PartitionTransform.Hour).Grant("analytics", g => g.ToDomain("analytics"))))));
            await mesh.Output<Order>(port).PublishAsync(Hourly(files));
            IDataMesh reader = mesh.As("analytics");
            int one = files / 2, percent = Math.Max(1, files / 100);
            yield return await CurvePoint.MeasureAsync(files,
                ("open and read one file", 10, async () => await AllCurves.CountAsync((await reader.OpenAsync(port)).ReadBatchesAsync(Hours(one, 1)))),
                ("read 1 % of the files", 1, async () => await AllCurves.CountAsync((await reader.OpenAsync(port)).ReadBatchesAsync(Hours(one, percent)))),
                ("1 % of the files by SQL", 1, async () => await AllCurves.CountAsync(reader.QueryBatchesAsync(
                    $"select count(*) as n from {await reader.OpenAsync<Order>(port)} where ordered_at >= {Hour(one)} and ordered_at < {Hour(one + percent)}"))));
        }
    }

    private static DateTime Hour(int hour) => OrderRows.Start.AddHours(hour);

    private static ReadRequest Hours(int first, int count)
    {
        (DateTime from, DateTime to) = (Hour(first), Hour(first + count));
        return new() { Columns = ["id"], Filter = DataMesh.Filter.From<Order>(o => o.OrderedAt >= from && o.OrderedAt < to) };
    }

    private static IEnumerable<Order> Hourly(int files)
    {
        foreach ((int i, Order order) in OrderRows.Create(files * RowsOfFile).Index())
        {
            order.OrderedAt = Hour(i / RowsOfFile).AddSeconds(i % RowsOfFile);
            yield return order;
        }
    }
}
