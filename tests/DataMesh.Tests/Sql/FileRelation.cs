using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests;

/// <summary>Rows of every type in several Parquet files of several row groups, to be read directly under a row filter, or opened: then the mesh's own kernels apply the same.</summary>
internal sealed class FileRelation(string name, TableFiles table, Filter? rowFilter = null, bool direct = true, IReadOnlyList<string>? visible = null) : QueryRelation
{
    private int _opened;

    public override string Name => name;

    public override Schema Schema { get; } = new([.. Visible(visible).Select(c => ArrowFields.Create(c.Name, c.Type, true, Rows.OrdinalOf(c.Name) + 1))], null);

    /// <summary>How often the relation was opened instead of read directly.</summary>
    internal int Opened => Volatile.Read(ref _opened);

    internal IReadOnlyList<DirectFile>? Files { get; init; }

    internal IReadOnlyDictionary<string, Mask> Masks { get; init; } = new Dictionary<string, Mask>();

    public override DirectFiles? TryGetDirectFiles() => !direct ? null : new DirectFiles
    {
        Files = Files ?? table.Files,
        FileSchema = table.Schema,
        Columns = [.. Schema.FieldsList.Select(f => new DirectColumn { Name = f.Name, FileColumn = f.Name, Mask = Masks.GetValueOrDefault(f.Name) })],
        RowFilter = rowFilter,
    };

    public override async IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _opened);
        await Task.Yield();
        string[] output = [.. columns ?? [.. Schema.FieldsList.Select(f => f.Name)]];
        foreach (ScalarValue[][] rows in table.Content)
        {
            using RecordBatch batch = Rows.Build(rows);
            TruthValue[] truth = [.. Enumerable.Repeat(TruthValue.True, batch.Length)];
            if (rowFilter is not null)
                FilterEvaluator.Create(rowFilter, batch.Schema).Evaluate(batch, truth);
            IArrowArray[] masked = [.. output.Select(name => Masked(name, batch))];
            using RecordBatch projected = new(new Schema([.. output.Select((name, i) => new Field(name, masked[i].Data.DataType, true))], null), masked, batch.Length);
            yield return BatchSelection.Take(projected, [.. Enumerable.Range(0, truth.Length).Where(i => truth[i] == TruthValue.True)]);
        }
    }

    private IArrowArray Masked(string column, RecordBatch batch) => MaskEvaluator.Create(Masks.GetValueOrDefault(column, Mask.None), Rows.TypeOf(column)).Apply(batch.Column(column));

    private static IEnumerable<(string Name, PhysicalType Type)> Visible(IReadOnlyList<string>? visible) => Rows.Columns.Where(c => visible?.Contains(c.Name) ?? true);
}

/// <summary>Parquet files in a temporary folder, and what is in them.</summary>
internal sealed class TableFiles : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-it's-").FullName;

    internal Schema Schema { get; } = new([.. Rows.Columns.Select((c, i) => ArrowFields.Create(c.Name, c.Type, true, i + 1))], null);

    internal List<DirectFile> Files { get; } = [];

    /// <summary>The rows of each file.</summary>
    internal List<ScalarValue[][]> Content { get; } = [];

    internal static async Task<TableFiles> WriteAsync(ScalarValue[][] rows, int filesCount, int rowGroupRows)
    {
        TableFiles table = new();
        foreach (ScalarValue[][] part in rows.Chunk((rows.Length + filesCount - 1) / filesCount))
            await table.WriteAsync(part, rowGroupRows);
        return table;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    private async Task WriteAsync(ScalarValue[][] rows, int rowGroupRows)
    {
        using LocalFilesObjectStore store = new(_folder);
        using ParquetSharpFileFormat format = new();
        ObjectPath path = $"part-{Files.Count}.parquet";
        await using DataFileWriter writer = await format.CreateAsync(store, path, new FileWriteOptions { Schema = Schema, RowGroupRows = rowGroupRows });
        using RecordBatch batch = Rows.Build(rows);
        await writer.WriteAsync(batch);
        FileSummary summary = await writer.CompleteAsync();
        Files.Add(new DirectFile { Path = Path.Combine(_folder, path.ToString()), RowCount = rows.Length, Statistics = summary.Columns });
        Content.Add(rows);
    }
}
