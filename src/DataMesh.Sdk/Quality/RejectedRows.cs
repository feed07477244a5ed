using Apache.Arrow;

namespace DataMesh;

/// <summary>Rows that go to quarantine, with the ordinals in the published stream and the rules that each breaks.</summary>
internal sealed class RejectedRows(RecordBatch rows, long[] ordinals, QualityRule[][] rules) : IDisposable
{
    /// <summary>The rows.</summary>
    public RecordBatch Rows => rows;

    /// <summary>The ordinal of each.</summary>
    public IReadOnlyList<long> Ordinals => ordinals;

    /// <summary>The rules that each breaks, in the order of the contract.</summary>
    public IReadOnlyList<QualityRule[]> Rules => rules;

    public void Dispose() => rows.Dispose();
}
