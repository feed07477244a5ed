using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Groups the rows of a batch by their partition. Not thread-safe.</summary>
/// <remarks>
/// Each row gets a code per partition field such that equal codes mean equal partition values; the transform itself runs once per distinct code.
/// </remarks>
internal sealed class PartitionRouter(PartitionSpec spec, IReadOnlyList<int> columns)
{
    private const long MicrosPerHour = 3_600_000_000L;
    private readonly Dictionary<ScalarValue[], int> _known = new(TupleComparer.Instance);
    private readonly List<ScalarValue[]> _tuples = [];

    /// <summary>Partitions with the ordinals of their rows, in order of their first row.</summary>
    public IReadOnlyList<(ScalarValue[] Partition, int[] Rows)> Split(RecordBatch batch)
    {
        int[] groups = new int[batch.Length];
        List<ScalarValue[]> tuples = [[]];
        for (int field = 0; field < spec.Fields.Count; field++)
            tuples = Refine(groups, tuples, spec.Fields[field], batch.Column(columns[field]));
        int[] counts = new int[tuples.Count];
        foreach (int group in groups)
            counts[group]++;
        int[][] rows = [.. counts.Select(count => new int[count])];
        System.Array.Clear(counts);
        for (int row = 0; row < groups.Length; row++)
            rows[groups[row]][counts[groups[row]]++] = row;
        return [.. tuples.Select((tuple, i) => (Intern(tuple), rows[i])).Where(group => group.Item2.Length > 0)];
    }

    private ScalarValue[] Intern(ScalarValue[] tuple)
    {
        if (_known.TryGetValue(tuple, out int index))
            return _tuples[index];
        _known[tuple] = _tuples.Count;
        _tuples.Add(tuple);
        return tuple;
    }

    private static List<ScalarValue[]> Refine(int[] groups, List<ScalarValue[]> tuples, SpecField field, IArrowArray column)
    {
        int[] valueOf = ValueIndexes(column, field, out List<ScalarValue> values);
        List<ScalarValue[]> refined = [];
        Dictionary<long, int> pairs = [];
        for (int row = 0; row < groups.Length; row++)
        {
            ref int group = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, ((long)groups[row] << 32) | (uint)valueOf[row], out bool exists);
            if (!exists)
            {
                group = refined.Count;
                refined.Add([.. tuples[groups[row]], values[valueOf[row]]]);
            }
            groups[row] = group;
        }
        return refined;
    }

    // Per row, which of the distinct partition values it has.
    private static int[] ValueIndexes(IArrowArray column, SpecField field, out List<ScalarValue> values)
    {
        int[] indexes = new int[column.Length];
        ValueSet set = new(field);
        switch (column)
        {
            case Int32Array or Date32Array: Route<int, Codes32>(column, field, set, indexes); break;
            case Int64Array or TimestampArray or Time64Array: Route<long, Codes64>(column, field, set, indexes); break;
            case StringArray texts: RouteTexts(texts, field, set, indexes); break;
            case DictionaryArray { Dictionary: StringArray } encoded: RouteDictionary(encoded, set, indexes); break;
            default:
                for (int row = 0; row < indexes.Length; row++)
                    indexes[row] = set.IndexOf(ArrowScalars.Get(column, row));
                break;
        }
        values = set.Values;
        return indexes;
    }

    private static void Route<T, TCodes>(IArrowArray column, SpecField field, ValueSet set, int[] indexes)
        where T : unmanaged
        where TCodes : ICodes<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(column.Data.Buffers[1].Span).Slice(column.Data.Offset, column.Length);
        Dictionary<long, int> known = [];
        long width = Divisor(field);
        bool nulls = column.NullCount > 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (nulls && column.IsNull(row))
            {
                indexes[row] = set.IndexOf(ScalarValue.Null);
                continue;
            }
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, FloorDivide(TCodes.Widen(values[row]), width), out bool exists);
            if (!exists)
                index = set.IndexOf(ArrowScalars.Get(column, row));
            indexes[row] = index;
        }
    }

    // Values with one quotient have one partition value.
    private static long Divisor(SpecField field) => (field.Transform.Kind, field.SourceType.Kind) switch
    {
        (PartitionTransformKind.Hour, _) => MicrosPerHour,
        (PartitionTransformKind.Day or PartitionTransformKind.Month or PartitionTransformKind.Year, PhysicalTypeKind.Timestamp) => 24 * MicrosPerHour,
        (PartitionTransformKind.Truncate, PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64) => field.Transform.Parameter,
        _ => 1,
    };

    private static long FloorDivide(long value, long width)
    {
        long quotient = value / width;
        return quotient * width > value ? quotient - 1 : quotient;
    }

    private static void RouteTexts(StringArray texts, SpecField field, ValueSet set, int[] indexes)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        char[] buffer = new char[256];
        for (int row = 0; row < texts.Length; row++)
        {
            if (texts.IsNull(row))
            {
                indexes[row] = set.IndexOf(ScalarValue.Null);
                continue;
            }
            ReadOnlySpan<byte> utf8 = texts.GetBytes(row, out _);
            if (buffer.Length < utf8.Length)
                buffer = new char[2 * utf8.Length];
            ReadOnlySpan<char> text = buffer.AsSpan(0, System.Text.Encoding.UTF8.GetChars(utf8, buffer));
            if (!lookup.TryGetValue(text, out int index))
                lookup[text] = index = set.IndexOf(text.ToString());
            indexes[row] = index;
        }
    }

    private static void RouteDictionary(DictionaryArray encoded, ValueSet set, int[] indexes)
    {
        ReadOnlySpan<int> keys = MemoryMarshal.Cast<byte, int>(encoded.Indices.Data.Buffers[1].Span).Slice(encoded.Indices.Data.Offset, encoded.Length);
        int[] known = new int[encoded.Dictionary.Length];
        System.Array.Fill(known, -1);
        for (int row = 0; row < indexes.Length; row++)
        {
            if (encoded.IsNull(row))
                indexes[row] = set.IndexOf(ScalarValue.Null);
            else
                indexes[row] = known[keys[row]] >= 0 ? known[keys[row]] : known[keys[row]] = set.IndexOf(ArrowScalars.Get(encoded.Dictionary, keys[row]));
        }
    }

    private interface ICodes<T>
    {
        static abstract long Widen(T value);
    }

    private readonly struct Codes32 : ICodes<int>
    {
        public static long Widen(int value) => value;
    }

    private readonly struct Codes64 : ICodes<long>
    {
        public static long Widen(long value) => value;
    }

    // The distinct partition values of one field in one batch.
    private sealed class ValueSet(SpecField field)
    {
        private readonly Dictionary<ScalarValue, int> _indexes = [];
        private int _null = -1;

        public List<ScalarValue> Values { get; } = [];

        public int IndexOf(ScalarValue source)
        {
            if (source.IsNull && _null >= 0)
                return _null;
            ScalarValue value = field.Transform.Apply(source, field.SourceType);
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, value, out bool exists);
            if (!exists)
            {
                index = Values.Count;
                Values.Add(value);
            }
            if (source.IsNull)
                _null = index;
            return index;
        }
    }
}

/// <summary>Compares partition tuples by value.</summary>
internal sealed class TupleComparer : IEqualityComparer<ScalarValue[]>
{
    public static TupleComparer Instance { get; } = new();

    public bool Equals(ScalarValue[]? x, ScalarValue[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(ScalarValue[] obj)
    {
        HashCode hash = default;
        foreach (ScalarValue value in obj)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
