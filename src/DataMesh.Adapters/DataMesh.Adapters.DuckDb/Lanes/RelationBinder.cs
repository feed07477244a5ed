using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Brings the relations of a statement into its instance, each by the fastest lane that gives exactly its rows. Dispose after the instance is closed.</summary>
internal sealed class RelationBinder(EngineParts engine, StatementScope scope) : IDisposable
{
    private readonly List<string> _open = [];
    private GuardInstance? _guard;
    private int _functions;

    /// <summary>The files that the sealed instance reads itself.</summary>
    internal IReadOnlyCollection<string> OpenFiles => _open;

    /// <summary>Makes a relation known under its name.</summary>
    /// <param name="instance">The statement's instance, not sealed yet.</param>
    /// <param name="relation">The relation.</param>
    /// <param name="statement">What the gate found out about the statement.</param>
    internal void Bind(DuckDbInstance instance, QueryRelation relation, CheckedStatement statement)
    {
        Filter? pushed = statement.Pushed.GetValueOrDefault(relation.Name);
        RelationSource source = new(relation, pushed, scope);
        if (GrantedFiles.TryTake(relation, pushed) is not { } files || (statement.Samples && !files.IsUnrestricted) || !engine.FileTypes.Fit(source, files, Guard(), scope))
            RelationFunction.Register(instance, _functions++, source);
        else if (files.IsUnrestricted)
            BindFiles(instance, relation, files);
        else
            RelationFunction.Register(instance, _functions++, new GuardSource(relation, files, Guard(), engine.RowGroups, engine.Options.Threads, scope));
    }

    public void Dispose() => _guard?.Leave();

    private void BindFiles(DuckDbInstance instance, QueryRelation relation, GrantedFiles files)
    {
        instance.Execute($"create view {SqlNames.Identifier(relation.Name)} as {files.SelectAll()}", $"name relation '{relation.Name}'");
        _open.AddRange(files.Files.Select(f => f.Path));
    }

    private GuardInstance Guard() => _guard ??= engine.Guard.Enter();
}
