using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The schema of a file, with what is needed to find each column in record batches.</summary>
internal sealed class IpcSchema
{
    private const int SchemaEndianness = 0, SchemaFields = 1, SchemaMetadata = 2;
    private const int FieldName = 0, FieldNullable = 1, FieldDictionary = 4, FieldChildren = 5, FieldMetadata = 6;
    private const int DictionaryId = 0, DictionaryIndexType = 1, DictionaryIsOrdered = 2;

    private IpcSchema(Schema schema, IReadOnlyList<IpcField> fields)
    {
        Schema = schema;
        Fields = fields;
        (FirstNodes, FirstBuffers) = (new int[fields.Count + 1], new int[fields.Count + 1]);
        for (int i = 0; i < fields.Count; i++)
        {
            FirstNodes[i + 1] = FirstNodes[i] + fields[i].NodeCount;
            FirstBuffers[i + 1] = FirstBuffers[i] + fields[i].BufferCount;
        }
    }

    internal Schema Schema { get; }

    internal IReadOnlyList<IpcField> Fields { get; }

    /// <summary>The first node of each column in a record batch; the last entry is their number.</summary>
    internal int[] FirstNodes { get; }

    /// <summary>The first buffer of each column in a record batch; the last entry is their number.</summary>
    internal int[] FirstBuffers { get; }

    internal IEnumerable<IpcField> DictionaryFields => Fields.SelectMany(DictionariesBelow);

    /// <summary>The schema of the one column of a dictionary's batches.</summary>
    internal static IpcSchema OfDictionary(IpcField field) => new(new Schema([field.Field], null), [field]);

    internal static IpcSchema Read(FlatTable table, int metadataLength)
    {
        FlatBudget budget = new(metadataLength);
        if (table.ReadInt16(SchemaEndianness) != 0)
            throw FlatTable.Invalid("its numbers are big-endian");
        IpcField[] fields = ReadFields(table, SchemaFields, 1, budget);
        DemandDistinct(fields.Select(field => field.Field.Name), "name");
        DemandDistinct(fields.Select(field => field.Field.GetFieldId()).OfType<int>(), "field id");
        return new IpcSchema(new Schema(fields.Select(field => field.Field), ReadMetadata(table, SchemaMetadata, budget)), fields);
    }

    private static IEnumerable<IpcField> DictionariesBelow(IpcField field) => field.DictionaryId is not null ? [field] : field.Children.SelectMany(DictionariesBelow);

    private static void DemandDistinct<T>(IEnumerable<T> values, string what)
    {
        HashSet<T> seen = [];
        if (!values.All(seen.Add))
            throw new InvalidDataException($"two of its columns have the same {what}");
    }

    private static IpcField[] ReadFields(FlatTable table, int vector, int depth, FlatBudget budget)
    {
        if (depth > ArrowValidator.MaximumDepth)
            throw FlatTable.Invalid($"its types nest more than {ArrowValidator.MaximumDepth} levels deep");
        table.ReadVector(vector, 4, out int count);
        IpcField[] fields = count == 0 ? [] : new IpcField[count];
        for (int i = 0; i < count; i++)
            fields[i] = ReadField(table.ReadElement(vector, i), depth, budget);
        return fields;
    }

    private static IpcField ReadField(FlatTable table, int depth, FlatBudget budget)
    {
        budget.SpendField();
        IpcField[] children = ReadFields(table, FieldChildren, depth + 1, budget);
        IArrowType type = IpcTypes.Read(table, children, budget);
        long? dictionary = null;
        if (table.Has(FieldDictionary))
        {
            FlatTable encoding = table.ReadTable(FieldDictionary);
            dictionary = encoding.ReadInt64(DictionaryId);
            if (children.Any(child => child.HasDictionary))
                throw FlatTable.Invalid("it has dictionaries inside dictionaries, which are not supported");
            type = new DictionaryType(encoding.Has(DictionaryIndexType) ? IpcTypes.ReadInteger(encoding.ReadTable(DictionaryIndexType)) : Int32Type.Default, type, encoding.ReadBoolean(DictionaryIsOrdered));
        }
        Field field = new(table.ReadText(FieldName, budget) ?? "", type, table.ReadBoolean(FieldNullable), ReadMetadata(table, FieldMetadata, budget));
        return new IpcField { Field = field, Children = children, DictionaryId = dictionary };
    }

    private static Dictionary<string, string>? ReadMetadata(FlatTable table, int vector, FlatBudget budget)
    {
        table.ReadVector(vector, 4, out int count);
        if (count == 0)
            return null;
        Dictionary<string, string> metadata = [];
        for (int i = 0; i < count; i++)
        {
            budget.Spend(16);
            FlatTable pair = table.ReadElement(vector, i);
            metadata[pair.ReadText(0, budget) ?? ""] = pair.ReadText(1, budget) ?? "";
        }
        return metadata;
    }
}
