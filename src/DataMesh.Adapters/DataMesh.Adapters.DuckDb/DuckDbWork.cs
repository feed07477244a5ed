using System.Collections.Frozen;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Everything that a statement does on its own thread: check, open, bind, run, collect. Blocks; never runs on the thread pool.</summary>
internal sealed class DuckDbWork(EngineParts engine, QueryPlan plan) : IDisposable
{
    private volatile DuckDbInstance? _instance;

    internal StatementScope Scope { get; } = new();

    /// <summary>Runs the statement.</summary>
    /// <param name="started">Receives the columns of the result.</param>
    /// <param name="deliver">Takes over each batch; blocks while the reader is behind.</param>
    internal void Run(Action<Schema> started, Action<RecordBatch> deliver)
    {
        FrozenDictionary<string, QueryParameter> parameters = ByName(plan.Parameters, parameter => parameter.Name, "parameter");
        FrozenDictionary<string, QueryRelation> relations = ByName(plan.Relations, relation => relation.Name, "relation");
        (string sql, IReadOnlyDictionary<string, QueryParameter> used, CheckedStatement statement) = Check(relations, parameters);
        string? spill = CreateSpillFolder();
        try
        {
            using RelationBinder binder = new(engine, Scope);
            using DuckDbInstance instance = engine.Instances.Rent();
            _instance = instance;
            Prepare(instance, spill, binder, relations.Values, statement);
            Execute(instance, sql, used, started, deliver);
        }
        finally
        {
            // Closing the instance has ended its threads, so nobody writes into the folder any more.
            if (spill is not null)
                DeleteSpillFolder(spill);
        }
    }

    private void Prepare(DuckDbInstance instance, string? spill, RelationBinder binder, IEnumerable<QueryRelation> relations, CheckedStatement statement)
    {
        try
        {
            if (spill is not null)
                instance.SpillTo(spill);
            foreach (QueryRelation relation in relations)
                binder.Bind(instance, relation, statement);
            instance.Seal(binder.OpenFiles);
        }
        catch (DataMeshException) when (Scope.Stopping.IsCancellationRequested)
        {
            // An interrupt made a step of the preparation fail.
        }
        Scope.Stopping.ThrowIfCancellationRequested();
    }

    // A folder that somebody else cleans up must not cost the statement its result.
    private static void DeleteSpillFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Asks the statement to stop; call again until it has. Thread-safe.</summary>
    internal void Interrupt()
    {
        Scope.Stop();
        Scope.Interrupt();
        _instance?.Interrupt();
    }

    public void Dispose() => Scope.Dispose();

    // Spilled rows are as confidential as the relations, so nobody else may read them.
    private string? CreateSpillFolder()
    {
        if (engine.Options.SpillLimitBytes == 0)
            return null;
        string folder = Path.Combine(engine.Options.SpillFolder ?? Path.GetTempPath(), "datamesh-duckdb-" + Guid.NewGuid().ToString("N"));
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DuckDbErrors.SpillFolder(folder, error);
        }
    }

    private (string Sql, IReadOnlyDictionary<string, QueryParameter> Used, CheckedStatement Statement) Check(
        IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        if (plan.Sql.Length > engine.Options.MaximumStatementLength)
            throw DuckDbErrors.Refused($"it is longer than {engine.Options.MaximumStatementLength} characters", "Pass lists as parameters.");
        if (plan.Sql.Contains('\0', StringComparison.Ordinal))
            throw DuckDbErrors.Refused("it holds the character U+0000", "Pass such text as a parameter.");
        (string sql, IReadOnlyDictionary<string, QueryParameter> used) = SqlText.Type(plan.Sql, parameters);
        return (sql, used, engine.Gate.Check(sql, relations, used));
    }

    private void Execute(DuckDbInstance instance, string sql, IReadOnlyDictionary<string, QueryParameter> parameters, Action<Schema> started, Action<RecordBatch> deliver)
    {
        using DuckDbStatement statement = DuckDbStatement.TryPrepare(instance.Connection, sql, out string? error) ?? throw Failed(DuckDbErrors.Prepare(error));
        foreach ((string name, QueryParameter parameter) in parameters)
        {
            using DuckDBValue value = SqlParameters.Create(parameter);
            if (!statement.TryBind(name, value))
                throw DuckDbErrors.Refused($"parameter '${name}' cannot be bound", "Check its type.");
        }
        using DuckDbResult result = statement.Execute(streaming: true);
        try
        {
            Deliver(result, started, deliver);
        }
        finally
        {
            // Scans that still wait for their relation must return before the result can be destroyed.
            Scope.Stop();
        }
    }

    private void Deliver(DuckDbResult result, Action<Schema> started, Action<RecordBatch> deliver)
    {
        ThrowIfFailed(result);
        using ResultBatches batches = new(result, plan.BatchRows);
        started(batches.Schema);
        while (result.Fetch() is { } chunk)
            using (chunk)
                foreach (RecordBatch batch in batches.Add(chunk))
                    deliver(batch);
        ThrowIfFailed(result);
        if (batches.Finish() is { } last)
            deliver(last);
    }

    private void ThrowIfFailed(DuckDbResult result)
    {
        if (result.Error is { } error)
            throw Failed(DuckDbErrors.Run(error));
    }

    // What a relation threw, and that the statement was stopped, say more than the error that DuckDB makes of it.
    private DataMeshException Failed(DataMeshException otherwise)
    {
        Scope.Stopping.ThrowIfCancellationRequested();
        if (Scope.Failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return otherwise;
    }

    private static FrozenDictionary<string, T> ByName<T>(IReadOnlyList<T> items, Func<T, string> name, string what)
    {
        Dictionary<string, T> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (T item in items)
            if (!byName.TryAdd(name(item), item))
                throw new ArgumentException($"The plan has two of one {what}: '{name(item)}'. Names do not differ by case alone.");
        return byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
