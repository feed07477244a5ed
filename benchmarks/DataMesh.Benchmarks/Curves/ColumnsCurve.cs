namespace DataMesh.Benchmarks;

/// <summary>Records of ever more columns, with the same number of cells.</summary>
internal sealed class ColumnsCurve(Workbench bench)
{
    private const int Cells = 10_000_000;
    private const string Port = "curves/wide/rows";

    public Curve Curve => new("Columns", "columns", $"Always {Cells:N0} cells, in records of ever more columns: published, read as records and as Arrow, and two columns of all.", MeasureAsync);

    private async IAsyncEnumerable<CurvePoint> MeasureAsync()
    {
        yield return await MeasureAsync<Wide5>(5);
        yield return await MeasureAsync<Wide20>(20);
        yield return await MeasureAsync<Wide50>(50);
        if (bench.Scale != Scale.Full)
            yield break;
        yield return await MeasureAsync<Wide100>(100);
        yield return await MeasureAsync<Wide200>(200);
        yield return await MeasureAsync<Wide500>(500);
    }

    private async Task<CurvePoint> MeasureAsync<T>(int columns)
        where T : class, IWide<T>
    {
        await using Mesh mesh = Mesh.Create(Path.Combine(bench.Folder, $"columns-{columns}"), m => m.AddDomain("curves", d => d.AddProduct("wide", p => p.Describe("Wide records of a curve.")
            .Output<T>("rows", o => o.Mode(PublishMode.Replace).Grant("analytics", g => g.ToDomain("analytics"))))));
        IDataMesh reader = mesh.As("analytics");
        T[] rows = [.. Enumerable.Range(0, Cells / columns).Select(T.Create)];
        return await CurvePoint.MeasureAsync(columns,
            ("publish", 1, () => mesh.Output<T>(Port).PublishAsync(rows)),
            ("read records", 1, async () => await (await reader.OpenAsync<T>(Port)).ReadAsync().CountAsync()),
            ("read Arrow", 1, async () => await AllCurves.CountAsync((await reader.OpenAsync(Port)).ReadBatchesAsync())),
            ("read two columns", 3, async () => await AllCurves.CountAsync((await reader.OpenAsync(Port)).ReadBatchesAsync(new() { Columns = ["n0", "t4"] }))));
    }
}

/// <summary>A record that can be made from a number.</summary>
internal interface IWide<T> : IDataSchema<T>
    where T : IWide<T>
{
    static abstract T Create(int ordinal);
}

/// <summary>A few thousand texts.</summary>
internal static class Texts
{
    private static readonly string[] All = [.. Enumerable.Range(0, 4_096).Select(i => $"text {i}")];

    public static string Of(int ordinal) => All[ordinal % All.Length];
}
