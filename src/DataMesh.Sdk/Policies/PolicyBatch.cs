using Apache.Arrow;

namespace DataMesh;

/// <summary>A batch of stored rows whose columns are handed on where every row is shown as it is, and disposed otherwise.</summary>
internal sealed class PolicyBatch(RecordBatch batch) : IDisposable
{
    private readonly bool[] _isMoved = new bool[batch.ColumnCount];

    public int Length => batch.Length;

    public Schema Schema => batch.Schema;

    public IArrowArray Column(int index) => batch.Column(index);

    /// <summary>Hands a column over, once; null when it was handed over before.</summary>
    public IArrowArray? TryMove(int index)
    {
        if (_isMoved[index])
            return null;
        _isMoved[index] = true;
        return batch.Column(index);
    }

    public void Dispose()
    {
        for (int i = 0; i < _isMoved.Length; i++)
            if (!_isMoved[i])
                batch.Column(i).Dispose();
    }
}
