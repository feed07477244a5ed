using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Brings the relations of a statement to its instance, each by the fastest lane that gives exactly its rows. Dispose after the statement's connection is closed.</summary>
internal sealed class RelationBinder(EngineParts engine, StatementScope scope) : IDisposable
{
    private readonly List<string> _files = [];
    private readonly List<ScanSource> _sources = [];
    private readonly List<(string Name, string Rows)> _views = [];
    private GuardInstance? _guard;

    /// <summary>The files that the sealed instance reads itself.</summary>
    internal IReadOnlyList<string> Files => _files;

    /// <summary>What the relation function reads, by its argument.</summary>
    internal IReadOnlyList<ScanSource> Sources => _sources;

    /// <summary>Chooses the lane of a relation.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="statement">What the gate found out about the statement.</param>
    internal void Bind(QueryRelation relation, CheckedStatement statement)
    {
        Filter? pushed = statement.Pushed.GetValueOrDefault(relation.Name);
        RelationSource source = new(relation, pushed, scope);
        if (GrantedFiles.TryTake(relation, pushed) is not { } files || (statement.Samples && !files.IsUnrestricted) || !engine.FileTypes.Fit(source, files, Guard(), scope))
            BindSource(source);
        else if (files.IsUnrestricted)
            BindFiles(relation, files);
        else
            BindSource(new GuardSource(relation, files, Guard(), engine.RowGroups, engine.Options.Threads, scope));
    }

    /// <summary>Makes the relations known to the statement's connection, and to no other.</summary>
    internal void CreateViews(DuckDbConnection connection)
    {
        foreach ((string name, string rows) in _views)
            connection.Execute($"CREATE TEMP VIEW {SqlNames.Identifier(name)} AS {rows}", $"name relation '{name}'");
    }

    public void Dispose() => _guard?.Leave();

    private void BindSource(ScanSource source)
    {
        _views.Add((source.Relation.Name, string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM {RelationFunction.Name}({_sources.Count})")));
        _sources.Add(source);
    }

    private void BindFiles(QueryRelation relation, GrantedFiles files)
    {
        _views.Add((relation.Name, files.SelectAll()));
        _files.AddRange(files.Files.Select(f => f.Path));
    }

    private GuardInstance Guard() => _guard ??= engine.Guard.Enter();
}
