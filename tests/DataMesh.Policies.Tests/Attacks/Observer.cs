using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMesh.Tests.Policies;

/// <summary>Everything a consumer can observe of a port, as lines of text; ids that are drawn at random are numbered in the order in which they appear.</summary>
internal sealed partial class Observer : IDisposable
{
    private static readonly AsyncLocal<Observer?> _current = new();
    private static readonly MeterListener _listener = Listen();

    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _ids = [];

    public Observer() => _current.Value = this;

    /// <param name="mesh">The mesh.</param>
    /// <param name="asking">Who observes.</param>
    /// <param name="predicate">A condition to read by.</param>
    /// <param name="columns">Columns to read.</param>
    /// <param name="seesAll">True for one who may see every row of every snapshot, also of those before: they are left out.</param>
    /// <param name="turn">Chooses the statement that is run; a statement costs as much as all other reads, so only every fourth turn has one.</param>
    public static async Task<List<string>> ObserveAsync(PolicyMesh mesh, Asking asking, Filter? predicate, IReadOnlyList<string> columns, bool seesAll, int turn)
    {
        using Observer observer = new();
        mesh.Log.Clear();
        IDataMesh consumer = mesh.Node(asking.Region).As(asking.Principal);
        IInputPort? port = null;
        await observer.TryAsync("open", async () => port = await consumer.OpenAsync(PolicyMesh.Port, asking.Purpose, Cancel));
        port ??= new InputPort(mesh.Runtime(asking.Region), PolicyMesh.Port, asking.Principal, asking.Purpose);
        await observer.DescribeAsync(mesh, consumer, port, seesAll);
        await observer.ReadAsync(consumer, port, asking.Purpose, predicate, columns, turn);
        foreach (string line in mesh.Log.Lines)
            observer.Add("log", line);
        return observer._lines;
    }

    public void Dispose() => _current.Value = null;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task DescribeAsync(PolicyMesh mesh, IDataMesh consumer, IInputPort port, bool seesAll)
    {
        await TryAsync("contract", async () => Add("contract", string.Join(", ", (await port.GetContractAsync(Cancel)).Schema.Properties)));
        await TryAsync("snapshots", async () =>
        {
            await foreach (Snapshot snapshot in port.ListSnapshotsAsync(Cancel))
                if (!seesAll || snapshot.Id == mesh.Snapshots[^1].Id)
                    Add("snapshot", snapshot.ToString());
        });
        await TryAsync("explanation", async () =>
        {
            AccessExplanation why = await port.ExplainAccessAsync(Cancel);
            Add("explanation", $"{why.IsAllowed} {why.PolicyEpoch} {why.Denial} {string.Join(", ", why.Rules)} {string.Join("; ", why.Columns.Select(c => $"{c.Name} {string.Join("|", c.Masks)} {string.Join("|", c.Rules)}"))}");
        });
        await TryAsync("promise", async () =>
        {
            foreach (ServiceLevelIndicator indicator in await port.CheckPromiseAsync(Cancel))
                Add("promise", $"{indicator.Objective} {indicator.IsKept} {(indicator.Objective.Level == ServiceLevel.CoversUpTo ? indicator.Time : null)} {indicator.Share} {indicator.Remark}");
        });
        await TryAsync("catalog", async () =>
        {
            await foreach (CatalogEntry entry in consumer.Catalog.ListAsync(Cancel))
                Add("listed", $"{entry.Name} {string.Join(", ", entry.Ports.Select(p => $"{p.Name} {p.Version} [{string.Join(", ", p.Columns)}]"))}");
            await foreach (CatalogEntry entry in consumer.Catalog.SearchAsync("rows", Cancel))
                Add("found", $"{entry.Name} {string.Join(", ", entry.Matches)}");
            Add("by id", (await consumer.Catalog.FindAsync(mesh.Product, Cancel))?.Name.ToString() ?? "nothing");
        });
    }

    private async Task ReadAsync(IDataMesh consumer, IInputPort port, Purpose purpose, Filter? predicate, IReadOnlyList<string> columns, int turn)
    {
        await TryAsync("batches", () => AddAsync("batches", Batches.ReadAsync(port.ReadBatchesAsync(cancellationToken: Cancel))));
        await TryAsync("predicate", () => AddAsync("predicate", Batches.ReadAsync(port.ReadBatchesAsync(new ReadRequest { Filter = predicate, Columns = columns.Count == 0 ? null : columns }, Cancel))));
        await TryAsync("limit", () => AddAsync("limit", Batches.ReadAsync(port.ReadBatchesAsync(new ReadRequest { Filter = predicate, Limit = 2 }, Cancel))));
        await TryAsync("unknown", () => AddAsync("unknown", Batches.ReadAsync(port.ReadBatchesAsync(new ReadRequest { Columns = ["nothing of that name"] }, Cancel))));
        await TryAsync("changes", () => FollowAsync(consumer, port, purpose));
        string column = columns.Count == 0 ? "1" : $"\"{columns[0]}\"";
        string[] statements = ["select * from t", $"select {column} c, count(*) n from t group by 1 order by 1", $"select sum(cast(cast({column} as varchar) as int)) from t", $"select min({column}), max({column}), count(distinct {column}) from t", $"select {column} from t order by 1 desc limit 2"];
        if (turn % 4 != 0)
            return;
        string sql = statements[turn / 4 % statements.Length];
        await TryAsync(sql, () => AddAsync(sql, Batches.ReadAsync(consumer.QueryBatchesAsync(SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["t"] = port }), Cancel))));
    }

    private async Task FollowAsync(IDataMesh consumer, IInputPort port, Purpose purpose)
    {
        DataContract contract = await port.GetContractAsync(Cancel);
        AnyRow.Schema = new SchemaObject { Name = "any", Properties = [.. contract.Schema.Properties.Select(p => p with { Required = false, KeyPosition = null })] };
        await foreach (ChangeSet<AnyRow> page in (await consumer.OpenAsync<AnyRow>(PolicyMesh.Port, purpose, Cancel)).ChangesAsync(Cursor.Beginning, Cancel))
        {
            Add("page", $"{page.Snapshot} {page.Reset} {page.Inserted.Count} {page.Deleted.Count} {page.Updated.Count} {page.IsComplete} {page.Next.ToString().Length}");
            foreach (AnyRow row in page.Inserted)
                Add("inserted", Batches.Text(row.Cells));
        }
    }

    private async Task TryAsync(string what, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (DataMeshException error)
        {
            Add(what, $"{error.GetType().Name} {error.Kind} {error.Message}");
        }
    }

    private async Task AddAsync(string what, Task<Answer> reading)
    {
        Answer answer = await reading;
        Add(what, $"batches of {string.Join(", ", answer.Sizes)}; {string.Join(", ", answer.Schema?.FieldsList.Select(f => $"{f.Name} {f.DataType.Name} {f.IsNullable} {string.Join(",", f.Metadata?.Select(m => $"{m.Key}={m.Value}") ?? [])}") ?? [])}");
        foreach (ScalarValue[] row in answer.Rows)
            Add(what, Batches.Text(row));
    }

    private void Add(string what, string line)
    {
        string known = Ids().Replace(line, id => string.Create(CultureInfo.InvariantCulture, $"#{(_ids.TryGetValue(id.Value, out int number) ? number : _ids[id.Value] = _ids.Count + 1)}"));
        lock (_lines)
            _lines.Add($"{what}: {known}");
    }

    // Identities, and snapshot ids, which are drawn at random.
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=Id = |napshot )[0-9]{6,}|datamesh-policies-[A-Za-z0-9]+")]
    private static partial Regex Ids();

    // What is measured on behalf of the observer's own flow of control; durations are not compared.
    private static MeterListener Listen()
    {
        MeterListener listener = new() { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name.StartsWith("DataMesh", StringComparison.Ordinal)) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _current.Value?.Add("metric", $"{instrument.Name} {value} {string.Join(", ", tags.ToArray())}"));
        listener.Start();
        return listener;
    }
}
