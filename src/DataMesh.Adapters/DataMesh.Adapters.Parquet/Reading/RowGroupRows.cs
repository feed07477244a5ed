using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Some columns of one row group, with the bytes that they are decoded from.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="reader">The columns, taken over.</param>
/// <param name="bytes">Their bytes, taken over.</param>
/// <param name="toBatch">Makes a batch of the columns of some rows.</param>
internal sealed class RowGroupRows(ObjectPath path, RowGroupReader reader, RowGroupBytes bytes, Func<IArrowArray[], int, RecordBatch> toBatch) : RowSource
{
    internal override RecordBatch? Read(int most) => ParquetErrors.Guard(path, () => reader.Read(most)) is { } rows ? toBatch(rows.Columns, rows.Rows) : null;

    internal override void Skip(long rows) => ParquetErrors.Guard(path, () =>
    {
        reader.Skip(rows);
        return rows;
    });

    public override void Dispose()
    {
        reader.Dispose();
        bytes.Dispose();
    }
}
