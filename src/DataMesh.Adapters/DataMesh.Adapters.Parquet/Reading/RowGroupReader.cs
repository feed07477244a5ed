using System.Runtime.ExceptionServices;
using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>The columns of one row group, decoded together. Not thread-safe.</summary>
internal sealed class RowGroupReader : IDisposable
{
    // What one batch takes at most, unless a single row is larger.
    private const int BatchBytes = 32 << 20;
    private const int FewestBytesOfColumn = 64 << 10;
    private const int FewestRows = 256;
    private readonly ColumnReader[] _columns;
    private readonly bool _useThreads;
    private readonly int _batchRows;
    private long _left;

    internal RowGroupReader(IReadOnlyList<Func<ColumnReader>> columns, long rows, int batchRows, bool useThreads)
    {
        _left = rows;
        _useThreads = useThreads && columns.Count > 1;
        ColumnReader?[] opened = new ColumnReader?[columns.Count];
        try
        {
            ForEach(column => opened[column] = columns[column](), columns.Count);
        }
        catch
        {
            foreach (ColumnReader? column in opened)
                column?.Dispose();
            throw;
        }
        _columns = opened!;
        long width = Math.Max(1, _columns.Sum(column => (long)column.RowWidth));
        _batchRows = (int)Math.Min(batchRows, Math.Max(FewestRows, BatchBytes / width));
    }

    /// <summary>Bytes of a batch after which a column of texts or bytes ends it.</summary>
    internal static int ByteLimit(int columns) => Math.Max(FewestBytesOfColumn, BatchBytes / Math.Max(1, columns));

    /// <summary>The columns of the next rows; null at the end.</summary>
    /// <param name="most">The greatest number of rows.</param>
    internal (IArrowArray[] Columns, int Rows)? Read(int most = int.MaxValue)
    {
        if (_left == 0)
            return null;
        int rows = (int)Math.Min(Math.Min(_batchRows, most), _left);
        int[] ready = new int[_columns.Length];
        ForEach(column => ready[column] = _columns[column].Prepare(rows), _columns.Length);
        rows = ready.Min();
        IArrowArray?[] arrays = new IArrowArray?[_columns.Length];
        try
        {
            ForEach(column => arrays[column] = _columns[column].Take(rows), _columns.Length);
        }
        catch
        {
            foreach (IArrowArray? array in arrays)
                array?.Dispose();
            throw;
        }
        _left -= rows;
        return (System.Array.ConvertAll(arrays, array => array!), rows);
    }

    /// <summary>Passes over rows.</summary>
    internal void Skip(long rows)
    {
        for (; rows > 0 && _left > 0; rows -= Math.Min(rows, _batchRows))
        {
            int count = (int)Math.Min(Math.Min(rows, _batchRows), _left);
            ForEach(column => _columns[column].Skip(count), _columns.Length);
            _left -= count;
        }
    }

    public void Dispose()
    {
        foreach (ColumnReader column in _columns)
            column.Dispose();
    }

    private void ForEach(Action<int> action, int count)
    {
        if (!_useThreads)
        {
            for (int i = 0; i < count; i++)
                action(i);
            return;
        }
        try
        {
            Parallel.For(0, count, action);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }
}
