using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>A field as it lies in record batches: one node, some buffers, then its children; or a dictionary's indices.</summary>
internal sealed class IpcField
{
    /// <summary>The field; its type is the dictionary type when it is dictionary-encoded.</summary>
    internal required Field Field { get; init; }

    /// <summary>The fields below it, of the values when it is dictionary-encoded.</summary>
    internal required IReadOnlyList<IpcField> Children { get; init; }

    /// <summary>The id of its dictionary; null when it has none.</summary>
    internal long? DictionaryId { get; init; }

    /// <summary>The nodes of the field and what lies below it.</summary>
    internal int NodeCount => DictionaryId is null ? 1 + Children.Sum(child => child.NodeCount) : 1;

    /// <summary>The buffers of the field and what lies below it.</summary>
    internal int BufferCount => DictionaryId is null ? OwnBuffers(Field.DataType) + Children.Sum(child => child.BufferCount) : 2;

    internal bool HasDictionary => DictionaryId is not null || Children.Any(child => child.HasDictionary);

    /// <summary>The values of the dictionary, as the one field of its batches.</summary>
    internal IpcField ToDictionaryValues() => new() { Field = new Field(Field.Name, ((DictionaryType)Field.DataType).ValueType, nullable: true), Children = Children };

    /// <summary>The buffers of a type, without its children.</summary>
    internal static int OwnBuffers(IArrowType type) => type switch
    {
        NullType => 0,
        StructType or FixedSizeListType => 1,
        StringType or BinaryType or LargeStringType or LargeBinaryType => 3,
        _ => 2,
    };
}
