using System.Globalization;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Names of data files: unique for each write, made of characters that no engine decodes differently.</summary>
internal sealed class DataFileNames(TableFolder folder, PartitionSpec spec, string extension, TimeProvider time)
{
    private const int MaxSegment = 64;
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly Guid _attempt = Guid.CreateVersion7(time.GetUtcNow());
    private int _next;

    public ObjectPath Next(IReadOnlyList<ScalarValue> partition)
    {
        string group = spec.Fields.Count == 0 ? _started.ToString("yyyyMM", CultureInfo.InvariantCulture)
            : string.Join('/', spec.Fields.Select((field, i) => Segment($"{field.Name}={Text(field, partition[i])}")));
        return folder.Location.Path / string.Create(CultureInfo.InvariantCulture, $"data/{group}/{_attempt}-{_next++}.{extension}");
    }

    private static string Text(SpecField field, ScalarValue value) => (field.Transform.Kind, value.Kind) switch
    {
        (_, ScalarKind.Null) => "null",
        (PartitionTransformKind.Year, ScalarKind.Integer) => (1970 + value.AsInteger()).ToString("0000", CultureInfo.InvariantCulture),
        (PartitionTransformKind.Month, ScalarKind.Integer) => string.Create(CultureInfo.InvariantCulture, $"{1970 + FloorDivide(value.AsInteger(), 12):0000}-{value.AsInteger() - 12 * FloorDivide(value.AsInteger(), 12) + 1:00}"),
        (PartitionTransformKind.Hour, ScalarKind.Integer) => DateTime.UnixEpoch.AddHours(value.AsInteger()).ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture),
        (PartitionTransformKind.Day, ScalarKind.Integer) => SingleValue.Date(value.AsInteger()).ToString(),
        _ => value.ToString(),
    };

    private static long FloorDivide(long value, long width) => value >= 0 ? value / width : -((-value + width - 1) / width);

    private static string Segment(string text)
    {
        StringBuilder segment = new(Math.Min(text.Length, MaxSegment));
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxSegment)))
            segment.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '.' ? c : '_');
        return segment.ToString();
    }
}
