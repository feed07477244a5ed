using System.Diagnostics;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Benchmarks;

/// <summary>How long a filter that holds one row in a hundred is planned over a table of 10,000 files that 1,000 snapshots added. No file is opened: planning reads metadata only.</summary>
internal static class PlanTime
{
    private const double LimitMs = 150;
    private const int Snapshots = 1_000, FilesOfEach = 10;
    private const int RowsOfFile = 1_000, Columns = 12;

    /// <summary>The median of warm plans.</summary>
    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        yield return new Figure("Planning", $"a filter of 1 % over {Snapshots * FilesOfEach:N0} files of {Snapshots:N0} snapshots ≤ {LimitMs} ms warm, loading the table anew", await MeasureAsync(bench.Folder, bench.Scale.Rounds), LimitMs, "ms");
    }

    private static async Task<double> MeasureAsync(string folder, int rounds)
    {
        using IcebergTableFormat format = new(new ParquetSharpFileFormat());
        TableLocation location = new() { Store = new LocalFilesObjectStore(Directory.CreateDirectory(Path.Combine(folder, "plans")).FullName), Path = "planned" };
        TableState table = await BuildAsync(format, location);
        const int All = Snapshots * FilesOfEach;
        ScanRequest request = new() { Filter = Filter.And(Filter.Compare("c0", ComparisonOperator.GreaterThanOrEqual, (long)All / 2 * RowsOfFile), Filter.Compare("c0", ComparisonOperator.LessThan, (long)(All / 2 + All / 100) * RowsOfFile)) };
        List<double> all = [];
        for (int i = 0; i < rounds + 2; i++)
        {
            long started = Stopwatch.GetTimestamp();
            int files = await format.PlanAsync(await format.LoadAsync(location) ?? table, request).CountAsync();
            all.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (files != All / 100)
                throw new InvalidOperationException($"{files} files are planned, {All / 100} hold the rows.");
        }
        return all.Skip(2).Order().ElementAt(rounds / 2);
    }

    private static async Task<TableState> BuildAsync(IcebergTableFormat format, TableLocation location)
    {
        Schema schema = new([.. Enumerable.Range(0, Columns).Select(i => ArrowFields.Create($"c{i}", PhysicalType.Of(PhysicalTypeKind.Int64), nullable: false))], null);
        TableState table = await format.CreateAsync(location, new TableDefinition { TableId = Guid.CreateVersion7(), Schema = schema });
        for (int snapshot = 0; snapshot < Snapshots; snapshot++)
            table = (await format.CommitAsync(table, new TableCommit
            {
                Operation = TableOperation.Append,
                CommitKey = Guid.CreateVersion7().ToString(),
                Added = [.. Enumerable.Range(snapshot * FilesOfEach, FilesOfEach).Select(number => Describe(table, number))],
            })).State;
        return table;
    }

    private static DataFile Describe(TableState table, int number) => new()
    {
        Path = table.Location.Path / $"data/{number:00000000}.parquet",
        Format = "parquet",
        RowCount = RowsOfFile,
        Length = 100_000,
        Columns = [.. table.Schema.FieldsList.Select(f => new ColumnStatistics { FieldId = f.GetFieldId()!.Value, ValueCount = RowsOfFile, NullCount = 0, Minimum = (long)number * RowsOfFile, Maximum = (long)(number + 1) * RowsOfFile - 1 })],
    };
}
