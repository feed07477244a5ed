using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>How a column of a file, and what lies below it, becomes the table's: by field id, missing properties null, promoted types widened.</summary>
internal sealed class FieldMapping
{
    private readonly Field _wanted;
    private readonly bool _isSame;

    // For each field below the wanted one, its place in the file, -1 for none, and how it becomes the wanted one.
    private readonly (int Source, FieldMapping? Mapping)[] _children;

    private FieldMapping(Field wanted, bool isSame, (int, FieldMapping?)[] children) => (_wanted, _isSame, _children) = (wanted, isSame, children);

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file's type cannot become the table's, or a required property is missing.</exception>
    public static FieldMapping Create(ObjectPath file, string path, Field wanted, Field stored)
    {
        if (wanted.DataType is not NestedType || wanted.DataType.TypeId != stored.DataType.TypeId)
        {
            Widening.Check(file, path, wanted, stored);
            return new(wanted, PhysicalType.TryFromArrow(wanted.DataType) == PhysicalType.TryFromArrow(stored.DataType), []);
        }
        IReadOnlyList<Field> below = stored.GetChildren(), children = wanted.GetChildren();
        (int Source, FieldMapping? Mapping)[] mappings = new (int, FieldMapping?)[children.Count];
        for (int i = 0; i < mappings.Length; i++)
        {
            string childPath = $"{path}.{children[i].Name}";
            int source = wanted.DataType is StructType ? Find(below, children[i].GetFieldId()) : i;
            if (source < 0 && !children[i].IsNullable)
                throw IcebergErrors.Corrupt(file, $"it lacks the required column '{childPath}' (field id {children[i].GetFieldId()})");
            mappings[i] = (source, source < 0 ? null : Create(file, childPath, children[i], below[source]));
        }
        bool isSame = below.Count == children.Count && mappings.Index().All(m => m.Item.Source == m.Index && m.Item.Mapping!._isSame)
            && below.Index().All(b => wanted.DataType is not StructType || b.Item.Name == children[b.Index].Name);
        return new(wanted, isSame, mappings);
    }

    /// <summary>The array as the table sees it. Takes ownership of the array.</summary>
    public IArrowArray Apply(IArrowArray array, MemoryAllocator? allocator) => _isSame ? array
        : _children.Length == 0 ? Widening.Apply(array, _wanted, allocator) : ArrowArrayFactory.BuildArray(ApplyNested(array.Data, allocator));

    private ArrayData Apply(ArrayData data, MemoryAllocator? allocator) => _isSame ? data
        : _children.Length == 0 ? Widening.Apply(ArrowArrayFactory.BuildArray(data), _wanted, allocator).Data : ApplyNested(data, allocator);

    private ArrayData ApplyNested(ArrayData data, MemoryAllocator? allocator)
    {
        bool isMap = data.DataType is MapType;
        ArrayData around = isMap ? data.Children[0] : data;
        ArrayData[] children = new ArrayData[_children.Length];
        for (int i = 0; i < children.Length; i++)
            children[i] = _children[i] is (>= 0 and int source, { } mapping) ? mapping.Apply(around.Children[source], allocator)
                : NullArrays.Create(_wanted.GetChildren()[i].DataType, around.Offset + around.Length, allocator).Data;
        foreach ((int i, ArrayData unused) in around.Children.Index())
            if (System.Array.TrueForAll(_children, child => child.Source != i))
                unused.Dispose();
        if (isMap)
            children = [new ArrayData(((MapType)_wanted.DataType).KeyValueType, around.Length, around.NullCount, around.Offset, around.Buffers, children)];
        return new ArrayData(_wanted.WithEncodings(EncodedType(children)).DataType, data.Length, data.NullCount, data.Offset, data.Buffers, children);
    }

    // Texts below may have come dictionary-encoded.
    private IArrowType EncodedType(ArrayData[] children) => _wanted.DataType switch
    {
        StructType s => new StructType([.. s.Fields.Select((f, i) => f.WithEncodings(children[i].DataType))]),
        ListType l => new ListType(l.ValueField.WithEncodings(children[0].DataType)),
        _ => _wanted.DataType,
    };

    private static int Find(IReadOnlyList<Field> fields, int? id)
    {
        for (int i = 0; i < fields.Count; i++)
            if (fields[i].GetFieldId() is int own && own == id)
                return i;
        return -1;
    }
}
