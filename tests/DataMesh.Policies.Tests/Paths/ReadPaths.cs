using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Policies;

/// <summary>Every way out of a port that gives rows.</summary>
internal static class ReadPaths
{
    public static IReadOnlyList<ReadPath> All { get; } =
    [
        new("batches", ["IDataMesh.OpenAsync(PortReference, Purpose)", "IInputPort.ReadBatchesAsync(ReadRequest)"],
            async c => await Batches.ReadAsync((await OpenAsync(c)).ReadBatchesAsync(cancellationToken: Cancel)),
            (c, sight) => new Answer(sight.Columns, c.Expect(sight))) { IsBatched = true },
        new("batches with projection and predicate", ["IInputPort.ReadBatchesAsync(ReadRequest)"],
            async c => await Batches.ReadAsync((await OpenAsync(c)).ReadBatchesAsync(new ReadRequest { Columns = c.Columns, Filter = c.Predicate }, Cancel)),
            (c, sight) => new Answer(c.Columns, c.Expect(sight, c.Columns, c.Predicate))) { IsBatched = true },
        new("time travel", ["IInputPort.AsOf(SnapshotSelector)"],
            async c => await Batches.ReadAsync((await OpenAsync(c)).AsOf(c.SnapshotId).ReadBatchesAsync(new ReadRequest { Filter = c.Predicate }, Cancel)),
            (c, sight) => new Answer(sight.Columns, c.Expect(sight, null, c.Predicate, c.Snapshot))) { IsBatched = true },
        new("as of a run", ["InputPortExtensions.AsOfRun(IInputPort, Guid)"],
            async c => await Batches.ReadAsync((await OpenAsync(c) is var port && c.Mesh.Runs.TryGetValue(c.SnapshotId, out Guid run) ? port.AsOfRun(run) : port.AsOf(c.SnapshotId)).ReadBatchesAsync(new ReadRequest { Filter = c.Predicate }, Cancel)),
            (c, sight) => new Answer(sight.Columns, c.Expect(sight, null, c.Predicate, c.Snapshot))) { IsBatched = true },
        new("typed", ["IDataMesh.OpenAsync<T>(PortReference, Purpose)", "IInputPort<T>.ReadAsync()"],
            async c => await TypedAsync(c, null, port => port.ReadAsync(Cancel)),
            (c, sight) => new Answer(null, c.Expect(sight))),
        new("typed with predicate", ["IInputPort<T>.ReadAsync(ReadRequest)"],
            async c => await TypedAsync(c, c.Columns, port => port.ReadAsync(new ReadRequest { Filter = c.Predicate }, Cancel)),
            (c, sight) => new Answer(null, c.Expect(sight, c.Columns, c.Predicate))),
        new("typed time travel", ["IInputPort<T>.AsOf(SnapshotSelector)"],
            async c => await TypedAsync(c, null, port => port.AsOf(c.SnapshotId).ReadAsync(Cancel)),
            (c, sight) => new Answer(null, c.Expect(sight, snapshot: c.Snapshot))),
        new("typed as of a run", ["InputPortExtensions.AsOfRun<T>(IInputPort<T>, Guid)"],
            async c => await TypedAsync(c, null, port => (c.Mesh.Runs.TryGetValue(c.SnapshotId, out Guid run) ? port.AsOfRun(run) : port.AsOf(c.SnapshotId)).ReadAsync(Cancel)),
            (c, sight) => new Answer(null, c.Expect(sight, snapshot: c.Snapshot))),
        new("typed with a lambda", ["IInputPort<T>.ReadAsync(Expression<Func<T, Boolean>>)"], LambdaAsync, ExpectLambda) { Applies = c => c.Mesh.Schema.Name == Schemas.Of<RichRow>().Name && c.Condition is not null },
        new("SQL", ["IDataMesh.QueryBatchesAsync(SqlStatement)"],
            async c => await Batches.ReadAsync(c.Consumer.QueryBatchesAsync(await SqlAsync(c, "select * from t"), Cancel)) with { Sizes = [] },
            (c, sight) => new Answer(sight.Columns, c.Expect(sight))),
        new("SQL with predicate", ["IDataMesh.QueryBatchesAsync(SqlStatement)"],
            async c => await Batches.ReadAsync(c.Consumer.QueryBatchesAsync(await SqlAsync(c, $"select {Names(c.Columns)} from t where {Text(c)}"), Cancel)),
            (c, sight) => new Answer(c.Columns, c.Expect(sight, c.Columns, c.Predicate))),
        new("SQL typed", ["IDataMesh.QueryAsync<T>(SqlStatement)"], SqlTypedAsync,
            (c, sight) => new Answer(null, c.Expect(sight, c.Columns))),
        new("SQL time travel", ["IInputPort.AsOf(SnapshotSelector)"],
            async c => await Batches.ReadAsync(c.Consumer.QueryBatchesAsync(SqlStatement.Parse("select * from t", Relation((await OpenAsync(c)).AsOf(c.SnapshotId))), Cancel)),
            (c, sight) => new Answer(sight.Columns, c.Expect(sight, snapshot: c.Snapshot))),
        new("SQL count", ["IDataMesh.QueryScalarAsync<T>(SqlStatement)"],
            async c => One(await c.Consumer.QueryScalarAsync<long>(await SqlAsync(c, $"select count(*) from t where {Text(c)}"), Cancel)),
            (c, sight) => One(c.Expect(sight, null, c.Predicate).Count)),
        new("SQL groups", ["IDataMesh.QueryBatchesAsync(SqlStatement)"],
            async c => await Batches.ReadAsync(c.Consumer.QueryBatchesAsync(await SqlAsync(c, $"select {Names(c.Columns.Take(1))}, count(*) n from t group by 1"), Cancel)),
            (c, sight) => new Answer(null, [.. c.Expect(sight, [c.Columns[0]]).GroupBy(r => Batches.Text(r)).Select(g => (ScalarValue[])[g.First()[0], g.Count()])])),
        new("limit", ["IInputPort.ReadBatchesAsync(ReadRequest)"],
            async c => One((await Batches.ReadAsync((await OpenAsync(c)).ReadBatchesAsync(new ReadRequest { Limit = 3, Filter = c.Predicate }, Cancel))).Rows.Count),
            (c, sight) => One(Math.Min(3, c.Expect(sight, null, c.Predicate).Count))),
        new("preview", ["IMeshAccess.PreviewAsync(PortReference, MeshPrincipal, Purpose, String, ReadRequest)"],
            async c => await Batches.ReadAsync(c.Mesh.Producer.Access.PreviewAsync(PolicyMesh.Port, c.Asking.Principal, c.Asking.Purpose, request: new ReadRequest { Limit = 1_000 }, cancellationToken: Cancel)),
            (c, sight) => new Answer(sight.Columns, c.Expect(sight))) { Asks = c => c.Asking with { Region = null }, IsForProvider = true },
        new("changes", ["IInputPort<T>.ChangesAsync(Cursor)"],
            async c => await ChangesAsync(c, port => port.ChangesAsync(Cursor.Beginning, Cancel)),
            (c, sight) => Net(c.Expect(sight), [])),
        new("follow", ["IInputPort<T>.FollowAsync(Cursor)"],
            async c => await ChangesAsync(c, port => UntilCompleteAsync(port.FollowAsync(Cursor.Beginning, Cancel))),
            (c, sight) => Net(c.Expect(sight), [])),
        new("changes since a snapshot", ["IInputPort<T>.ChangesAsync(Cursor)"],
            async c => await ChangesAsync(c, port => SinceAsync(port, c.SnapshotId)),
            (c, sight) => Net(c.Expect(sight), c.Expect(sight, snapshot: c.Snapshot))),
        new("difference from a snapshot", ["IInputPort.DiffAsync(SnapshotSelector, DiffOptions)"], DiffAsync,
            (c, sight) => Describe(sight.Columns, Net(c.Expect(sight), c.Expect(sight, snapshot: c.Snapshot)).Rows)),
    ];

    private static async Task<Answer> DiffAsync(PolicyCase c)
    {
        PortDifference difference = await (await OpenAsync(c)).DiffAsync(c.SnapshotId, new DiffOptions { MostKeys = int.MaxValue }, Cancel);
        return new Answer(null,
        [
            ["rows", difference.Inserted + difference.Updated, difference.Deleted + difference.Updated],
            .. difference.Columns.Select(d => (ScalarValue[])[d.Column, d.After.Nulls, d.Before.Nulls, d.After.Values, d.Before.Values]),
        ]);
    }

    // What a difference may say: how many rows, and of each column in how many of them it has a value.
    private static Answer Describe(IReadOnlyList<string> columns, IReadOnlyList<ScalarValue[]> net)
    {
        List<ScalarValue[]> after = [.. net.Where(r => r[0].AsString() == "+")], before = [.. net.Where(r => r[0].AsString() == "-")];
        return new Answer(null,
        [
            ["rows", after.Count, before.Count],
            .. columns.Select((n, i) => (ScalarValue[])[n, after.Count(r => r[i + 1].IsNull), before.Count(r => r[i + 1].IsNull), after.Count(r => !r[i + 1].IsNull), before.Count(r => !r[i + 1].IsNull)]),
        ]);
    }

    private static async IAsyncEnumerable<ChangeSet<AnyRow>> SinceAsync(IInputPort<AnyRow> port, long snapshot)
    {
        Cursor cursor = Cursor.Beginning;
        await foreach (ChangeSet<AnyRow> page in port.AsOf(snapshot).ChangesAsync(cursor, Cancel))
            cursor = page.Next;
        await foreach (ChangeSet<AnyRow> page in port.ChangesAsync(cursor, Cancel))
            yield return page;
    }

    private static async IAsyncEnumerable<ChangeSet<AnyRow>> UntilCompleteAsync(IAsyncEnumerable<ChangeSet<AnyRow>> feed)
    {
        await foreach (ChangeSet<AnyRow> page in feed)
        {
            yield return page;
            if (page.IsComplete)
                yield break;
        }
    }

    private static async Task<Answer> ChangesAsync(PolicyCase c, Func<IInputPort<AnyRow>, IAsyncEnumerable<ChangeSet<AnyRow>>> read)
    {
        Choose(c, null);
        List<ScalarValue[]> inserted = [], deleted = [];
        await foreach (ChangeSet<AnyRow> page in read(await c.Consumer.OpenAsync<AnyRow>(PolicyMesh.Port, c.Asking.Purpose, Cancel)))
        {
            if (page.Reset is { } reset)
                throw new InvalidOperationException($"The feed starts anew: {reset}.");
            inserted.AddRange(page.Inserted.Concat(page.Updated.Select(u => u.After)).Select(r => r.Cells));
            deleted.AddRange(page.Deleted.Concat(page.Updated.Select(u => u.Before)).Select(r => r.Cells));
        }
        return Net(inserted, deleted);
    }

    // What is there more often than before, and less often.
    private static Answer Net(IEnumerable<ScalarValue[]> inserted, IEnumerable<ScalarValue[]> deleted)
    {
        List<ScalarValue[]> more = [.. inserted], less = [];
        foreach (ScalarValue[] row in deleted)
            if (more.FindIndex(r => Batches.Text(r) == Batches.Text(row)) is >= 0 and var same)
                more.RemoveAt(same);
            else
                less.Add(row);
        return new Answer(null, [.. more.Select(r => (ScalarValue[])["+", .. r]), .. less.Select(r => (ScalarValue[])["-", .. r])]);
    }

    /// <summary>The ways out that a case is put to, each in its turn: three of the scans and, every third time, a statement, which costs as much as five scans.</summary>
    public static IEnumerable<ReadPath> InTurn(int number) => Turn(Scans, number, 3).Concat(number % 3 == 0 ? Turn(Statements, number / 3, 1) : []);

    private static ReadPath[] Scans { get; } = [.. All.Where(p => !p.Name.StartsWith("SQL", StringComparison.Ordinal))];

    private static ReadPath[] Statements { get; } = [.. All.Where(p => p.Name.StartsWith("SQL", StringComparison.Ordinal))];

    private static IEnumerable<ReadPath> Turn(ReadPath[] paths, int number, int count) => Enumerable.Range(0, count).Select(i => paths[(number * count + i) % paths.Length]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<IInputPort> OpenAsync(PolicyCase c) => c.Consumer.OpenAsync(PolicyMesh.Port, c.Asking.Purpose, Cancel);

    private static async Task<SqlStatement> SqlAsync(PolicyCase c, string sql) => SqlStatement.Parse(sql, Relation(await OpenAsync(c)));

    private static Dictionary<string, IInputPort> Relation(IInputPort port) => new() { ["t"] = port };

    private static Answer One(long value) => new(null, [[value]]);

    private static string Names(IEnumerable<string> columns)
    {
        StringBuilder sql = new();
        foreach (string column in columns)
        {
            sql.Append(sql.Length == 0 ? "" : ", ");
            FilterSql.AppendIdentifier(sql, column);
        }
        return sql.Length == 0 ? "1" : sql.ToString();
    }

    private static string Text(PolicyCase c)
    {
        if (c.Predicate is null)
            return "true";
        StringBuilder sql = new();
        FilterSql.AppendFilter(sql, c.Predicate, c.Mesh.Schema.ToArrowSchema());
        return sql.ToString();
    }

    // The consumer's record: the columns it may see, all of which may be missing.
    private static void Choose(PolicyCase c, IReadOnlyList<string>? columns) => AnyRow.Schema = new SchemaObject
    {
        Name = "any",
        Properties = [.. (columns ?? c.Sight?.Columns ?? ["id"]).Select(n => c.Mesh.Schema.Find(n)! with { Required = false, KeyPosition = null })],
    };

    private static async Task<Answer> TypedAsync(PolicyCase c, IReadOnlyList<string>? columns, Func<IInputPort<AnyRow>, IAsyncEnumerable<AnyRow>> read)
    {
        Choose(c, columns);
        List<ScalarValue[]> rows = [];
        await foreach (AnyRow row in read(await c.Consumer.OpenAsync<AnyRow>(PolicyMesh.Port, c.Asking.Purpose, Cancel)))
            rows.Add(row.Cells);
        return new Answer(null, rows);
    }

    private static async Task<Answer> SqlTypedAsync(PolicyCase c)
    {
        Choose(c, c.Columns);
        List<ScalarValue[]> rows = [];
        await foreach (AnyRow row in c.Consumer.QueryAsync<AnyRow>(await SqlAsync(c, $"select {Names(c.Columns)} from t"), Cancel))
            rows.Add(row.Cells);
        return new Answer(null, rows);
    }

    private static async Task<Answer> LambdaAsync(PolicyCase c)
    {
        List<ScalarValue[]> rows = [];
        await foreach (RichView row in (await c.Consumer.OpenAsync<RichView>(PolicyMesh.Port, c.Asking.Purpose, Cancel)).ReadAsync(c.Condition!, Cancel))
            rows.Add(row.ToCells());
        return new Answer(null, rows);
    }

    private static Answer ExpectLambda(PolicyCase c, NaiveSight sight)
    {
        Func<RichView, bool> condition = c.Condition!.Compile();
        IEnumerable<RichView> views = c.Expect(sight).Select(row => RichView.From(sight.Columns.Select((n, i) => (n, row[i])).ToDictionary(p => p.n, p => p.Item2)));
        return new Answer(null, [.. views.Where(Holds).Select(v => v.ToCells())]);

        // Where C# would throw for a null, a condition on columns is false.
        bool Holds(RichView view)
        {
            try
            {
                return condition(view);
            }
            catch (NullReferenceException)
            {
                return false;
            }
        }
    }
}
