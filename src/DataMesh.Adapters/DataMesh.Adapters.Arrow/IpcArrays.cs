using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>Puts the arrays of one column together from nodes and buffers, in the order of the format. What comes out is not checked yet.</summary>
internal sealed class IpcArrays(IpcMessage batch, ArrowBuffer[] buffers, Func<IpcField, ArrayData> dictionaryOf)
{
    private int _node;
    private int _buffer;

    internal ArrayData Read(IpcField field, int firstNode, int firstBuffer)
    {
        (_node, _buffer) = (firstNode, firstBuffer);
        return Read(field);
    }

    private ArrayData Read(IpcField field)
    {
        int length = (int)batch.Nodes[2 * _node], nulls = (int)batch.Nodes[2 * _node + 1];
        _node++;
        ArrowBuffer[] own = new ArrowBuffer[field.DictionaryId is null ? IpcField.OwnBuffers(field.Field.DataType) : 2];
        for (int i = 0; i < own.Length; i++)
            own[i] = buffers[_buffer++];
        if (field.DictionaryId is not null)
            return new ArrayData(field.Field.DataType, length, nulls, 0, own, null, dictionaryOf(field));
        ArrayData[]? children = field.Children.Count == 0 ? null : new ArrayData[field.Children.Count];
        for (int i = 0; i < field.Children.Count; i++)
            children![i] = Read(field.Children[i]);
        // All values of this type are null, whatever the node says.
        return new ArrayData(field.Field.DataType, length, own.Length == 0 ? length : nulls, 0, own, children);
    }
}
