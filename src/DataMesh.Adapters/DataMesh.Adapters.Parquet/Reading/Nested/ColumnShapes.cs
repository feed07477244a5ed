namespace DataMesh.Adapters;

/// <summary>Finds lists and maps in a schema, also as older writers spell them (parquet-format, LogicalTypes.md, "Nested Types").</summary>
internal static class ColumnShapes
{
    /// <exception cref="InvalidDataException">A type cannot be.</exception>
    internal static ColumnShape Of(ParquetColumn column) => Of(column.Node, 0, 0, 0);

    private static ColumnShape Of(ParquetNode node, int definition, int repetition, int place)
    {
        if (node.Repetition == ParquetRepetition.Repeated)
            return List(node, isRequired: true, definition, repetition, place, node, isItem: true);
        int present = definition + (node.Repetition == ParquetRepetition.Optional ? 1 : 0);
        bool isRequired = node.Repetition == ParquetRepetition.Required;
        if (node.IsLeaf)
            return Leaf(node, isRequired, present, repetition, place);
        return node switch
        {
            { Annotation.Kind: ParquetAnnotationKind.List, Children: [{ Repetition: ParquetRepetition.Repeated } repeated] } =>
                IsItem(node, repeated) ? List(node, isRequired, present, repetition, place, repeated, isItem: true) : List(node, isRequired, present, repetition, place, repeated.Children[0], isItem: false),
            { Annotation.Kind: ParquetAnnotationKind.Map, Children: [{ Repetition: ParquetRepetition.Repeated, Children: [var key, var value] }] } => Map(node, isRequired, present, repetition, place, key, value),
            _ => Struct(node, isRequired, present, repetition, place),
        };
    }

    // The rules for lists of two levels: the repeated field is the item itself.
    private static bool IsItem(ParquetNode list, ParquetNode repeated) =>
        repeated.Children.Count != 1 || repeated.Name == "array" || repeated.Name == list.Name + "_tuple" || repeated.Children[0].Repetition == ParquetRepetition.Repeated;

    private static LeafShape Leaf(ParquetNode node, bool isRequired, int present, int repetition, int place) => new()
    {
        Name = node.Name,
        FieldId = node.FieldId,
        IsRequired = isRequired,
        Definition = present,
        Repetition = repetition,
        PlaceDefinition = place,
        Node = node,
        Type = ColumnType.Of(node),
    };

    private static NestedShape Struct(ParquetNode node, bool isRequired, int present, int repetition, int place) =>
        Nested(node, PhysicalTypeKind.Struct, isRequired, present, repetition, place, [.. node.Children.Select(child => Of(child, present, repetition, place))]);

    private static NestedShape List(ParquetNode node, bool isRequired, int present, int repetition, int place, ParquetNode item, bool isItem) =>
        Nested(node, PhysicalTypeKind.List, isRequired, present, repetition, place, [Of(isItem ? item with { Repetition = ParquetRepetition.Required, FieldId = null } : item, present + 1, repetition + 1, present + 1)]);

    private static NestedShape Map(ParquetNode node, bool isRequired, int present, int repetition, int place, ParquetNode key, ParquetNode value) =>
        Nested(node, PhysicalTypeKind.Map, isRequired, present, repetition, place, [Of(key, present + 1, repetition + 1, present + 1), Of(value, present + 1, repetition + 1, present + 1)]);

    private static NestedShape Nested(ParquetNode node, PhysicalTypeKind kind, bool isRequired, int present, int repetition, int place, ColumnShape[] children) => new()
    {
        Name = node.Name,
        FieldId = node.FieldId,
        IsRequired = isRequired,
        Definition = present,
        Repetition = repetition,
        PlaceDefinition = place,
        Kind = kind,
        Children = children,
    };
}
