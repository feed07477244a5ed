using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A relation whose rows the guard reads from granted files: filtered and without hidden columns before the statement's instance sees a value.</summary>
internal sealed class GuardSource(QueryRelation relation, GrantedFiles files, GuardInstance guard, RowGroups rowGroups, int threads, StatementScope scope) : ScanSource(relation, scope)
{
    internal GrantedFiles Files => files;

    internal GuardInstance Guard => guard;

    internal IReadOnlyList<FilePart> Parts { get; } = FilePart.Divide(files.Files, threads,
        file => files.CanSplit ? rowGroups.Of(file.Path, relation.Name, guard, scope) : []);

    // Rows that the filter drops are counted: how many there are is not the reader's to know, and the order of joins needs no better figure.
    internal override long? EstimatedRows => files.Files.Sum(f => f.RowCount);

    internal override Scan Open(ulong[] columns) => new GuardScan(this, columns, Math.Min(threads, Parts.Count));
}
