using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The bytes of a new file, part by part, and what they hold.</summary>
internal sealed class IpcFileContent
{
    private readonly FileWriteOptions _options;
    private readonly Schema _schema;
    private readonly IpcSchema _stored;
    private readonly IpcMessageWriter _messages;
    private readonly GrowingDictionary?[] _dictionaries;
    private readonly List<(long Rows, IReadOnlyList<ColumnStatistics> Columns)> _batches = [];
    private readonly StatisticsCollector _ofNothing;

    internal IpcFileContent(FileWriteOptions options, ArrowFileOptions settings)
    {
        _options = options;
        _ofNothing = new StatisticsCollector(options.Schema, options.WithoutBounds);
        _schema = options.Metadata.Count == 0 ? options.Schema : new Schema(options.Schema.FieldsList, WithMetadata(options));
        _messages = new IpcMessageWriter(_schema, settings.Compression);
        _stored = _messages.Schema;
        _dictionaries = [.. options.Schema.FieldsList.Select(field => field.DataType is DictionaryType ? new GrowingDictionary() : null)];
    }

    internal long Position => _messages.Position;

    internal int BatchRows => _options.RowGroupRows;

    /// <summary>The columns as they are stored, over the batch's memory.</summary>
    internal ArrayData[] Conform(RecordBatch batch, ObjectPath path)
    {
        IReadOnlyList<Field> fields = _options.Schema.FieldsList;
        if (batch.ColumnCount != fields.Count)
            throw new ArgumentException($"The batch has {batch.ColumnCount} columns, the file '{path}' {fields.Count}.", nameof(batch));
        ArrayData[] columns = new ArrayData[fields.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = batch.Column(i).Data;
            if (columns[i].DataType is DictionaryType type && PlainColumn.Supports(type) && (_dictionaries[i] is null || type.IndexType is not Int32Type))
                columns[i] = PlainColumn.Decode(columns[i], ReadBudget.Unlimited);
            if (!IsStorable(fields[i].DataType, columns[i].DataType))
                throw new ArgumentException($"The column '{fields[i].Name}' of the batch has the type '{columns[i].DataType.Name}', in the file '{path}' it has '{fields[i].DataType.Name}'.", nameof(batch));
            if (!fields[i].IsNullable && CountNulls(columns[i]) is > 0 and var nulls)
                throw new ArgumentException($"The required column '{fields[i].Name}' of the batch holds {nulls.ToString(CultureInfo.InvariantCulture)} nulls.", nameof(batch));
            if (NestedArrays.FindMissing(fields[i], columns[i]) is { } below)
                throw new ArgumentException($"The required column '{fields[i].Name}.{below}' of the batch holds nulls.", nameof(batch));
        }
        return columns;
    }

    internal IReadOnlyList<ReadOnlyMemory<byte>> Start() => _messages.Start();

    /// <summary>Rows as a record batch, after what their dictionaries gained.</summary>
    internal List<ReadOnlyMemory<byte>> Encode(ArrayData[] columns, int start, int count)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        ArrayData[] rows = new ArrayData[columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = columns[i].Slice(start, count);
            if (_dictionaries[i] is not { } dictionary)
                continue;
            rows[i] = dictionary.Encode(rows[i], out ArrayData? gained);
            if (gained is not null)
                parts.AddRange(_messages.Dictionary(_stored.Fields[i].DictionaryId!.Value, gained));
        }
        StatisticsCollector statistics = new(_options.Schema, _options.WithoutBounds);
        statistics.Add(new RecordBatch(_options.Schema, rows.Select((row, i) => _dictionaries[i] is { } dictionary ? dictionary.ToArray(row) : ArrowArrayFactory.BuildArray(row)), count));
        _batches.Add((count, statistics.ToStatistics()));
        parts.AddRange(_messages.Batch(rows, count));
        return parts;
    }

    internal List<ReadOnlyMemory<byte>> End() => [.. _dictionaries.SelectMany((dictionary, i) => dictionary is { IsEmpty: true } ? _messages.Dictionary(_stored.Fields[i].DictionaryId!.Value, GrowingDictionary.Nothing) : []), .. _messages.End()];

    internal bool Matches(IpcIndex index) => index.Batches.Select(batch => (long)batch.Rows).SequenceEqual(_batches.Select(batch => batch.Rows));

    internal FileSummary Summarize(IpcIndex index, long length)
    {
        List<RowGroupSummary> groups = new(_batches.Count);
        Dictionary<int, int> ordinals = [];
        foreach ((int ordinal, Field field) in _options.Schema.FieldsList.Index())
            ordinals.TryAdd(field.GetFieldId()!.Value, ordinal);
        IReadOnlyList<ColumnStatistics>? ofFile = null;
        for (int i = 0; i < _batches.Count; i++)
        {
            List<ColumnStatistics> columns = [.. _batches[i].Columns.Select(column => ordinals.TryGetValue(column.FieldId, out int at) ? column with { StoredBytes = index.StoredBytes(index.Batches[i], at) } : column)];
            groups.Add(new() { RowCount = _batches[i].Rows, Offset = index.Batches[i].BodyStart, Columns = columns });
            ofFile = ofFile is null ? columns : StatisticsCollector.Merge(ofFile, columns);
        }
        return new() { Schema = _schema, Length = length, RowCount = _batches.Sum(batch => batch.Rows), RowGroups = groups, Columns = ofFile ?? _ofNothing.ToStatistics() };
    }

    private static Dictionary<string, string> WithMetadata(FileWriteOptions options)
    {
        Dictionary<string, string> metadata = new(options.Schema.Metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach ((string key, string value) in options.Metadata)
            metadata[key] = value;
        return metadata;
    }

    private static bool IsStorable(IArrowType declared, IArrowType actual) => (declared, actual) switch
    {
        (DictionaryType, StringType or DictionaryType { ValueType: StringType }) => true,
        (NestedType a, NestedType b) => a.TypeId == b.TypeId && a.Fields.Count == b.Fields.Count && a.Fields.Zip(b.Fields).All(pair => IsStorable(pair.First.DataType, pair.Second.DataType))
            && (a as FixedSizeListType)?.ListSize == (b as FixedSizeListType)?.ListSize,
        (Decimal128Type a, Decimal128Type b) => a.Precision == b.Precision && a.Scale == b.Scale,
        (FixedSizeBinaryType a, FixedSizeBinaryType b) => a.TypeId == b.TypeId && a.ByteWidth == b.ByteWidth,
        (TimestampType a, TimestampType b) => a.Unit == b.Unit && string.IsNullOrEmpty(a.Timezone) == string.IsNullOrEmpty(b.Timezone),
        (TimeBasedType a, TimeBasedType b) => a.TypeId == b.TypeId && a.Unit == b.Unit,
        _ => declared.TypeId == actual.TypeId,
    };

    private static int CountNulls(ArrayData data) => data.DataType is DictionaryType ? GrowingDictionary.CountNulls(data) : data.GetNullCount();
}
