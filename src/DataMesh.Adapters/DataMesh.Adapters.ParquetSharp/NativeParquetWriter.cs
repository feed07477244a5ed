using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;
using ParquetSharp;
using ParquetSharp.Arrow;

namespace DataMesh.Adapters;

/// <summary>Opens the native writer of one file.</summary>
internal static class NativeParquetWriter
{
    /// <param name="stream">Where the file goes; it stays open.</param>
    /// <param name="options">The file.</param>
    /// <param name="settings">The format's options.</param>
    /// <param name="first">The first rows, which decide what gets a dictionary; null when there are none.</param>
    internal static FileWriter Open(Stream stream, FileWriteOptions options, ParquetSharpOptions settings, RecordBatch? first)
    {
        using WriterProperties properties = CreateProperties(options, settings, first);
        using ArrowWriterProperties arrow = CreateArrowProperties(options, settings);
        Schema schema = new(options.Schema.FieldsList.Select(ToPlain), options.Metadata);
        return new FileWriter(stream, schema, properties, arrow, leaveOpen: true);
    }

    private static WriterProperties CreateProperties(FileWriteOptions options, ParquetSharpOptions settings, RecordBatch? first)
    {
        using WriterPropertiesBuilder builder = new();
        builder.Version(ParquetVersion.PARQUET_2_6).CreatedBy("DataMesh for .NET with ParquetSharp").MaxRowGroupLength(options.RowGroupRows)
            .EnableWritePageIndex().EnablePageChecksum();
        _ = settings.Compression switch
        {
            ParquetCompression.Snappy => builder.Compression(Compression.Snappy),
            ParquetCompression.None => builder.Compression(Compression.Uncompressed),
            _ => builder.Compression(Compression.Zstd).CompressionLevel(settings.CompressionLevel),
        };
        foreach ((int ordinal, Field field) in options.Schema.FieldsList.Index())
            Configure(builder, field, field.Name, first?.Column(ordinal).Data, options, withheld: false);
        return builder.Build();
    }

    private static void Configure(WriterPropertiesBuilder builder, Field field, string path, ArrayData? sample, FileWriteOptions options, bool withheld)
    {
        withheld |= field.GetFieldId() is int id && options.WithoutBounds.Contains(id);
        if (field.DataType is NestedType)
        {
            foreach ((int i, Field child) in field.GetChildren().Index())
                Configure(builder, child, $"{path}{Between(field.DataType)}.{child.Name}", sample is null ? null : Below(sample, i), options, withheld);
            return;
        }
        if (withheld)
            builder.DisableStatistics(path).DisableWritePageIndex(path);
        if (sample is not null && !DictionaryChoice.IsWorthIt(ArrowArrayFactory.BuildArray(sample), options.RowGroupRows))
            builder.DisableDictionary(path);
    }

    // The groups that Parquet puts between a column and what lies below it.
    private static string Between(IArrowType type) => type switch
    {
        ListType => ".list",
        MapType => ".key_value",
        _ => "",
    };

    private static ArrayData Below(ArrayData data, int child) => data.DataType switch
    {
        StructType => data.Children[child].Slice(data.Offset, data.Length),
        MapType => data.Children[0].Children[child],
        _ => data.Children[0],
    };

    // The native writer stores key-value metadata only together with the Arrow schema, which no reader of ours needs.
    private static ArrowWriterProperties CreateArrowProperties(FileWriteOptions options, ParquetSharpOptions settings)
    {
        using ArrowWriterPropertiesBuilder builder = new();
        builder.UseThreads(settings.UseThreads);
        return options.Metadata.Count == 0 ? builder.Build() : builder.StoreSchema().Build();
    }

    private static Field ToPlain(Field field) => field.DataType is DictionaryType { ValueType: var values }
        ? new Field(field.Name, values, field.IsNullable, field.Metadata) : field;
}
