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
    private GuardInstance? _groupingGuard;

    /// <summary>The files that the sealed instance reads itself.</summary>
    internal IReadOnlyList<string> Files => _files;

    /// <summary>What the relation function reads, by its argument.</summary>
    internal IReadOnlyList<ScanSource> Sources => _sources;

    /// <summary>The statement to run in the given one's place, and its parameters, when its relation is bound as groups; null: the given one.</summary>
    internal (string Sql, IReadOnlySet<string> Parameters)? Grouped { get; private set; }

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
            BindGuard(relation, files, statement.Grouped);
    }

    /// <summary>Makes the relations known to the statement's connection, and to no other.</summary>
    internal void CreateViews(DuckDbConnection connection)
    {
        foreach ((string name, string rows) in _views)
            connection.Execute($"CREATE TEMP VIEW {SqlNames.Identifier(name)} AS {rows}", $"name relation '{name}'");
    }

    public void Dispose()
    {
        _guard?.Leave();
        _groupingGuard?.Leave();
    }

    private void BindGuard(QueryRelation relation, GrantedFiles files, GroupedStatement? grouped)
    {
        if (grouped?.Relation == relation.Name && engine.Gate.TryWrite(grouped) is { } sql)
        {
            Grouped = (sql, grouped.Parameters);
            BindSource(new GroupSource(relation, grouped, files, GroupingGuard(), scope));
            return;
        }
        GuardInstance guard = Guard();
        IReadOnlyList<FilePart> parts = FilePart.Divide(files.Files, engine.Options.Threads, file => files.CanSplit ? engine.RowGroups.Of(file.Path, relation.Name, guard, scope) : []);
        BindSource(new GuardSource(relation, files, parts, engine.Options.Threads, guard, scope));
    }

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

    private GuardInstance GroupingGuard() => _groupingGuard ??= engine.GroupingGuard.Enter();
}
