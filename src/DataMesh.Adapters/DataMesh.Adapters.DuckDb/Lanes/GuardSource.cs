using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A relation whose rows the guard reads from granted files: filtered and without hidden columns before the statement's instance sees a value.</summary>
/// <param name="relation">The relation.</param>
/// <param name="files">Its files.</param>
/// <param name="parts">What a thread reads at a time.</param>
/// <param name="threads">How many threads may read.</param>
/// <param name="guard">The guard that reads.</param>
/// <param name="scope">The statement.</param>
/// <param name="columns">The columns that the statement sees; null: those of the relation.</param>
internal class GuardSource(
    QueryRelation relation, GrantedFiles files, IReadOnlyList<FilePart> parts, int threads, GuardInstance guard, StatementScope scope, IReadOnlyList<RelationColumn>? columns = null)
    : ScanSource(relation, scope, columns)
{
    internal GrantedFiles Files => files;

    internal GuardInstance Guard => guard;

    internal IReadOnlyList<FilePart> Parts => parts;

    // Rows that the filter drops are counted: how many there are is not the reader's to know, and the order of joins needs no better figure.
    internal override long? EstimatedRows => files.Files.Sum(f => f.RowCount);

    internal override Scan Open(ulong[] columns) => new GuardScan(this, columns, Math.Min(threads, Parts.Count));
}
