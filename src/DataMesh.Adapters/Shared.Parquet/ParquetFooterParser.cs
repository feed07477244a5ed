namespace DataMesh.Adapters;

/// <summary>Parses a footer (parquet.thrift, FileMetaData) and checks that what it describes lies inside the file.</summary>
internal static class ParquetFooterParser
{
    private const int MaximumDepth = 100;

    /// <exception cref="InvalidDataException">The footer is damaged.</exception>
    internal static ParquetFooter Parse(ReadOnlySpan<byte> footer, long dataEnd)
    {
        ThriftCompactReader reader = new(footer);
        long? rows = null;
        bool hasOrders = false;
        List<SchemaElement> schema = [];
        List<ParquetRowGroup> groups = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (2, ThriftType.List):
                    schema = ReadSchema(ref reader);
                    break;
                case (3, ThriftType.Int64):
                    rows = reader.ReadInteger();
                    break;
                case (4, ThriftType.List):
                    groups = ReadRowGroups(ref reader);
                    break;
                case (5, ThriftType.List):
                    ReadMetadata(ref reader, metadata);
                    break;
                case (7, ThriftType.List):
                    hasOrders = true;
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        List<ParquetColumn> columns = ToColumns(schema, out int leaves);
        Check(rows, groups, leaves, dataEnd);
        return new() { RowCount = rows!.Value, Metadata = metadata, Columns = columns, RowGroups = groups, HasColumnOrders = hasOrders };
    }

    private static List<SchemaElement> ReadSchema(ref ThriftCompactReader reader)
    {
        int count = reader.BeginList(out ThriftType element);
        Expect(element == ThriftType.Struct && count > 0, "it has no schema");
        List<SchemaElement> schema = new(count);
        for (int i = 0; i < count; i++)
        {
            SchemaElement next = default;
            for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
                switch (id, type)
                {
                    case (1, ThriftType.Int32):
                        next.StoredType = reader.ReadInt32();
                        break;
                    case (2, ThriftType.Int32):
                        next.TypeLength = reader.ReadInt32();
                        break;
                    case (3, ThriftType.Int32):
                        next.Repetition = reader.ReadInt32();
                        break;
                    case (4, ThriftType.Binary):
                        next.Name = reader.ReadText();
                        break;
                    case (5, ThriftType.Int32):
                        next.Children = reader.ReadInt32();
                        break;
                    case (6, ThriftType.Int32):
                        next.ConvertedType = reader.ReadInt32();
                        break;
                    case (7, ThriftType.Int32):
                        next.Scale = reader.ReadInt32();
                        break;
                    case (8, ThriftType.Int32):
                        next.Precision = reader.ReadInt32();
                        break;
                    case (10, ThriftType.Struct):
                        next.Annotation = ParquetAnnotationParser.Parse(ref reader);
                        break;
                    case (9, ThriftType.Int32):
                        next.FieldId = reader.ReadInt32() is >= 0 and var fieldId ? fieldId : null;
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            schema.Add(next);
        }
        return schema;
    }

    private static void ReadMetadata(ref ThriftCompactReader reader, Dictionary<string, string> metadata)
    {
        int count = reader.BeginList(out ThriftType element);
        Expect(count == 0 || element == ThriftType.Struct, "its metadata are not structures");
        for (int i = 0; i < count; i++)
        {
            string? key = null, value = null;
            for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
                switch (id, type)
                {
                    case (1, ThriftType.Binary):
                        key = reader.ReadText();
                        break;
                    case (2, ThriftType.Binary):
                        value = reader.ReadText();
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            if (key is not null && value is not null)
                metadata.TryAdd(key, value);
        }
    }

    private static List<ParquetRowGroup> ReadRowGroups(ref ThriftCompactReader reader)
    {
        int count = reader.BeginList(out ThriftType element);
        Expect(count == 0 || element == ThriftType.Struct, "its row groups are not structures");
        List<ParquetRowGroup> groups = new(count);
        for (int i = 0; i < count; i++)
        {
            long rows = -1;
            List<ParquetChunk> chunks = [];
            for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
                switch (id, type)
                {
                    case (1, ThriftType.List):
                        chunks = ReadChunks(ref reader);
                        break;
                    case (3, ThriftType.Int64):
                        rows = reader.ReadInteger();
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            groups.Add(new() { RowCount = rows, Chunks = chunks });
        }
        return groups;
    }

    private static List<ParquetChunk> ReadChunks(ref ThriftCompactReader reader)
    {
        int count = reader.BeginList(out ThriftType element);
        Expect(count == 0 || element == ThriftType.Struct, "its column chunks are not structures");
        List<ParquetChunk> chunks = new(count);
        for (int i = 0; i < count; i++)
        {
            ParquetChunk? chunk = null;
            for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
                switch (id, type)
                {
                    case (1, ThriftType.Binary):
                        Expect(reader.ReadBytes().IsEmpty, "it keeps its data in another file");
                        break;
                    case (3, ThriftType.Struct):
                        chunk = ReadChunkMetadata(ref reader);
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            chunks.Add(chunk ?? throw ThriftCompactReader.Invalid("a column chunk has no metadata"));
        }
        return chunks;
    }

    private static ParquetChunk ReadChunkMetadata(ref ThriftCompactReader reader)
    {
        long values = -1, stored = -1, dataPage = -1;
        int codec = -1;
        long? dictionaryPage = null;
        (long? Nulls, byte[]? Minimum, byte[]? Maximum) statistics = default;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (4, ThriftType.Int32):
                    codec = reader.ReadInt32();
                    break;
                case (5, ThriftType.Int64):
                    values = reader.ReadInteger();
                    break;
                case (7, ThriftType.Int64):
                    stored = reader.ReadInteger();
                    break;
                case (9, ThriftType.Int64):
                    dataPage = reader.ReadInteger();
                    break;
                case (11, ThriftType.Int64):
                    dictionaryPage = reader.ReadInteger();
                    break;
                case (12, ThriftType.Struct):
                    statistics = ReadStatistics(ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        // Some writers state a dictionary page at 0 where there is none.
        bool hasDictionary = dictionaryPage > 0 && dictionaryPage < dataPage;
        return new()
        {
            Offset = hasDictionary ? dictionaryPage!.Value : dataPage,
            DictionaryBytes = hasDictionary ? dataPage - dictionaryPage : null,
            StoredBytes = stored,
            ValueCount = values,
            Codec = codec,
            NullCount = statistics.Nulls,
            Minimum = statistics.Minimum,
            Maximum = statistics.Maximum,
        };
    }

    // Fields 1 and 2 are the deprecated bounds, whose order is not defined: they are not read.
    private static (long? Nulls, byte[]? Minimum, byte[]? Maximum) ReadStatistics(ref ThriftCompactReader reader)
    {
        long? nulls = null;
        byte[]? minimum = null, maximum = null;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (3, ThriftType.Int64):
                    nulls = reader.ReadInteger();
                    break;
                case (5, ThriftType.Binary):
                    maximum = reader.ReadBytes().ToArray();
                    break;
                case (6, ThriftType.Binary):
                    minimum = reader.ReadBytes().ToArray();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return (nulls, minimum, maximum);
    }

    private static List<ParquetColumn> ToColumns(List<SchemaElement> schema, out int leaves)
    {
        Expect(schema.Count > 0, "it has no schema");
        List<ParquetColumn> columns = [];
        int next = 1;
        leaves = 0;
        while (columns.Count < schema[0].Children)
        {
            Expect(next < schema.Count, "its schema ends early");
            List<ParquetLeaf> below = [];
            columns.Add(new() { Node = ReadSubtree(schema, ref next, leaves, 0, isRequired: true, below), FirstLeaf = leaves, Leaves = below });
            leaves += below.Count;
        }
        Expect(next == schema.Count, "its schema has columns that belong nowhere");
        Expect(columns.DistinctBy(column => column.Name).Count() == columns.Count, "two columns have one name");
        Expect(columns.DistinctBy(column => column.FieldId ?? ~column.FirstLeaf).Count() == columns.Count, "two columns have one field id");
        return columns;
    }

    private static ParquetNode ReadSubtree(List<SchemaElement> schema, ref int next, int firstLeaf, int depth, bool isRequired, List<ParquetLeaf> leaves)
    {
        Expect(next < schema.Count && depth < MaximumDepth, "its schema ends early or nests too deeply");
        SchemaElement element = schema[next++];
        Expect(element.Children >= 0, "a column has a negative number of children");
        Expect(Enum.IsDefined((ParquetRepetition)element.Repetition), "a column occurs in a way that does not exist");
        isRequired &= element.Repetition == (int)ParquetRepetition.Required;
        if (element.Children == 0)
            leaves.Add(new() { Ordinal = firstLeaf + leaves.Count, IsRequired = isRequired, IsStoredAsInteger = (ParquetStoredType)element.StoredType is ParquetStoredType.Int32 or ParquetStoredType.Int64, FieldId = element.FieldId });
        List<ParquetNode> children = [];
        for (int i = 0; i < element.Children; i++)
            children.Add(ReadSubtree(schema, ref next, firstLeaf, depth + 1, isRequired, leaves));
        return new()
        {
            Name = element.Name ?? throw ThriftCompactReader.Invalid("a column has no name"),
            Repetition = (ParquetRepetition)element.Repetition,
            StoredType = (ParquetStoredType)element.StoredType,
            TypeLength = element.TypeLength,
            Annotation = element.Annotation ?? ParquetAnnotation.OfConvertedType(element.ConvertedType, element.Precision, element.Scale),
            FieldId = element.FieldId,
            Children = children,
        };
    }

    private static void Check(long? rows, List<ParquetRowGroup> groups, int leaves, long dataEnd)
    {
        Expect(rows >= 0, "it has no row count");
        long sum = 0;
        foreach (ParquetRowGroup group in groups)
        {
            Expect(group.RowCount >= 0 && group.RowCount <= rows - sum, "its row counts disagree");
            Expect(group.Chunks.Count == leaves, "a row group lacks columns");
            sum += group.RowCount;
            foreach (ParquetChunk chunk in group.Chunks)
                Expect(chunk is { Offset: >= 4, StoredBytes: >= 0, ValueCount: >= 0 } && chunk.Offset <= dataEnd && chunk.StoredBytes <= dataEnd - chunk.Offset,
                    "a column lies outside the file");
        }
        Expect(sum == rows, "its row counts disagree");
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw ThriftCompactReader.Invalid(otherwise);
    }

    private struct SchemaElement
    {
        internal int StoredType;
        internal int TypeLength;
        internal int? ConvertedType;
        internal int Scale;
        internal int Precision;
        internal ParquetAnnotation? Annotation;
        internal string? Name;
        internal int Repetition;
        internal int Children;
        internal int? FieldId;
    }
}
