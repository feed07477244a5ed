using System.Collections.Frozen;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Everything that a statement does on its own thread: check, open, bind, run, collect. Blocks; never runs on the thread pool.</summary>
internal sealed class DuckDbWork(EngineParts engine, QueryPlan plan) : IDisposable
{
    private volatile DuckDbConnection? _connection;

    internal StatementScope Scope { get; } = new();

    /// <summary>Runs the statement.</summary>
    /// <param name="started">Receives the columns of the result.</param>
    /// <param name="deliver">Takes over each batch; blocks while the reader is behind.</param>
    internal void Run(Action<Schema> started, Action<RecordBatch> deliver)
    {
        FrozenDictionary<string, QueryParameter> parameters = ByName(plan.Parameters, parameter => parameter.Name, "parameter");
        FrozenDictionary<string, QueryRelation> relations = ByName(plan.Relations, relation => relation.Name, "relation");
        (string sql, IReadOnlyDictionary<string, QueryParameter> used, CheckedStatement statement) = Check(relations, parameters);
        using RelationBinder binder = new(engine, Scope);
        foreach (QueryRelation relation in relations.Values)
            binder.Bind(relation, statement);
        if (binder.Grouped is { } grouped)
            (sql, used) = (grouped.Sql, used.Where(p => grouped.Parameters.Contains(p.Key)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        StatementInstance instance = engine.Instances.Rent(binder.Files);
        bool endedWell = false;
        try
        {
            using (DuckDbConnection connection = instance.Begin(binder.Sources))
            {
                _connection = connection;
                CreateViews(binder, connection);
                Execute(connection, sql, used, started, deliver);
            }
            endedWell = true;
        }
        finally
        {
            engine.Instances.Return(instance, endedWell);
        }
    }

    private void CreateViews(RelationBinder binder, DuckDbConnection connection)
    {
        try
        {
            binder.CreateViews(connection);
        }
        catch (DataMeshException) when (Scope.Stopping.IsCancellationRequested)
        {
            // An interrupt made a step of the preparation fail.
        }
        Scope.Stopping.ThrowIfCancellationRequested();
    }

    /// <summary>Asks the statement to stop; call again until it has. Thread-safe.</summary>
    internal void Interrupt()
    {
        Scope.Stop();
        Scope.Interrupt();
        _connection?.Interrupt();
    }

    public void Dispose() => Scope.Dispose();

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

    private void Execute(DuckDbConnection connection, string sql, IReadOnlyDictionary<string, QueryParameter> parameters, Action<Schema> started, Action<RecordBatch> deliver)
    {
        using DuckDbStatement statement = DuckDbStatement.TryPrepare(connection.Native, sql, out string? error) ?? throw Failed(DuckDbErrors.Prepare(error));
        // The gate has refused all else. What uses an instance again trusts no single wall.
        if (!statement.IsSelect)
            throw DuckDbErrors.Refused("it is not a plain SELECT", "Write exactly one SELECT.");
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
