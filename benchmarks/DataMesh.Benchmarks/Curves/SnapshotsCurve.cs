namespace DataMesh.Benchmarks;

/// <summary>A port with ever more snapshots, each of which appended one row.</summary>
internal sealed class SnapshotsCurve(Workbench bench)
{
    private const string Port = "sales/orders/lines";
    private int _published;

    public Curve Curve => new("Snapshots", "snapshots", "A port that got one row with every commit: the next commit, opening the port anew and planning a filter that holds one row, and the same as of the first snapshot.", MeasureAsync);

    private async IAsyncEnumerable<CurvePoint> MeasureAsync()
    {
        await using Mesh mesh = Mesh.Create(Path.Combine(bench.Folder, "snapshots"), m => m.AddDomain("sales", d => d.AddProduct("orders", p => p.Describe("Orders of a curve.")
            .Output<Order>("lines", o => o.Grant("analytics", g => g.ToDomain("analytics"))))));
        IDataMesh reader = mesh.As("analytics");
        IOutputPort<Order> port = mesh.Output<Order>(Port);
        long? first = null;
        foreach (int snapshots in AllCurves.Sizes(bench, 100, 1, 10, 100, 1_000))
        {
            while (_published < snapshots)
            {
                long published = (await PublishNextAsync(port)).Snapshot.Id;
                first ??= published;
            }
            int last = _published - 1;
            yield return await CurvePoint.MeasureAsync(snapshots,
                ("open and read one row", 10, async () => await (await reader.OpenAsync<Order>(Port)).ReadAsync(o => o.Id == bench.Rows[last].Id).CountAsync()),
                ("the same as of the first snapshot", 10, async () => await (await reader.OpenAsync<Order>(Port)).AsOf(first!.Value).ReadAsync(o => o.Id == bench.Rows[0].Id).CountAsync()),
                ("commit", 1, () => PublishNextAsync(port)));
        }
    }

    private Task<PublishResult> PublishNextAsync(IOutputPort<Order> port) => port.PublishAsync([bench.Rows[_published++]]);
}
