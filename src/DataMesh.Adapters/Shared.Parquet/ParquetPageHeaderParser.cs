namespace DataMesh.Adapters;

/// <summary>Parses page headers.</summary>
internal static class ParquetPageHeaderParser
{
    /// <param name="bytes">The column chunk from the header on.</param>
    /// <exception cref="InvalidDataException">The header is damaged or describes no page.</exception>
    internal static ParquetPageHeader Parse(ReadOnlySpan<byte> bytes)
    {
        ThriftCompactReader reader = new(bytes);
        int kind = -1, plain = -1, stored = -1;
        uint? checksum = null;
        ParquetPageHeader page = new() { ValueCount = -1 };
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    kind = reader.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    plain = reader.ReadInt32();
                    break;
                case (3, ThriftType.Int32):
                    stored = reader.ReadInt32();
                    break;
                case (4, ThriftType.Int32):
                    checksum = (uint)reader.ReadInt32();
                    break;
                case (5 or 7 or 8, ThriftType.Struct):
                    page = ReadPage(ref reader, id);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        if (!Enum.IsDefined((ParquetPageKind)kind) || plain < 0 || stored < 0)
            throw new InvalidDataException("a page has no kind or no size");
        return page with { Kind = (ParquetPageKind)kind, HeaderBytes = reader.Position, StoredBytes = stored, PlainBytes = plain, Checksum = checksum };
    }

    // Data pages, dictionary pages and data pages of version 2 number their fields alike, but for the encoding.
    private static ParquetPageHeader ReadPage(ref ThriftCompactReader reader, int kind)
    {
        const int Data = 5, DataV2 = 8;
        ParquetPageHeader page = new() { ValueCount = -1, IsCompressed = true, LevelEncoding = ParquetEncoding.Rle };
        int encodingField = kind == DataV2 ? 4 : 2;
        for (int id = reader.BeginStruct(); reader.NextField(ref id, out ThriftType type);)
            if (type == ThriftType.Int32 && id == 1)
                page = page with { ValueCount = reader.ReadInt32() };
            else if (type == ThriftType.Int32 && id == encodingField)
                page = page with { Encoding = (ParquetEncoding)reader.ReadInt32() };
            else if (type == ThriftType.Int32 && id == 3 && kind == Data)
                page = page with { LevelEncoding = (ParquetEncoding)reader.ReadInt32() };
            else if (type == ThriftType.Int32 && id == 5 && kind == DataV2)
                page = page with { DefinitionBytes = reader.ReadInt32() };
            else if (type == ThriftType.Int32 && id == 6 && kind == DataV2)
                page = page with { RepetitionBytes = reader.ReadInt32() };
            else if (type is ThriftType.True or ThriftType.False && id == 7 && kind == DataV2)
                page = page with { IsCompressed = type == ThriftType.True };
            else
                reader.Skip(type);
        return page;
    }
}
