using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Tests.FileFormats;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests.Policies;

/// <summary>Columns from and to cells. A cell of structs, lists or maps is a text that they spell, so that the law can treat it as one value.</summary>
internal static class CellColumns
{
    private const string Beneath = "beneath a null";

    private static readonly PhysicalType Text = PhysicalType.Of(Kind.String);

    private static readonly PhysicalType Letters = PhysicalType.List(Property("element", Text));

    private static readonly PhysicalType Numbered = PhysicalType.Map(Property("key", PhysicalType.Of(Kind.Int64)), Property("value", PhysicalType.Struct([Property("letter", Text)])));

    /// <summary>The nested type of a kind.</summary>
    public static PhysicalType Nested(Kind kind) => kind switch
    {
        Kind.Struct => PhysicalType.Struct([Property("text", Text), Property("letters", Letters)]),
        Kind.List => Letters,
        _ => Numbered,
    };

    public static IArrowArray Build(PhysicalType type, IReadOnlyList<ScalarValue> values) => type.IsNested ? ArrowArrayFactory.BuildArray(BuildNested(type, values)) : TestColumns.Build(type, values);

    public static ScalarValue Read(IArrowArray array, PhysicalType type, int row)
    {
        if (!type.IsNested)
            return TestColumns.Read(array, type, row);
        return array.IsNull(row) ? ScalarValue.Null : type == Nested(type.Kind) ? ReadNested(array.Data, type.Kind, array.Data.Offset + row) : Spell(array.Data, row);
    }

    // What statements make of structs, lists and maps of their own: every value below, as text.
    private static string Spell(ArrayData data, int row)
    {
        PhysicalType type = PhysicalType.TryFromArrow(data.DataType)!.Value;
        if (ArrowArrayFactory.BuildArray(data) is var array && (!type.IsNested || array.IsNull(row)))
            return TestColumns.Read(array, type, row).ToString();
        int at = data.Offset + row;
        return $"({string.Join(", ", type.Kind == Kind.Struct ? data.Children.Select(child => Spell(child, at)) : Items(data, at).Select(i => Spell(data.Children[0], i)))})";
    }

    private static IEnumerable<int> Items(ArrayData lists, int at)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(lists.Buffers[1].Span);
        return Enumerable.Range(offsets[at], offsets[at + 1] - offsets[at]);
    }

    private static SchemaProperty Property(string name, PhysicalType type) => new() { Name = name, Type = type, Required = true };

    private static ArrayData BuildNested(PhysicalType type, IReadOnlyList<ScalarValue> values)
    {
        int nulls = values.Count(v => v.IsNull);
        ArrowBuffer.BitmapBuilder validity = new();
        foreach (ScalarValue value in values)
            validity.Append(!value.IsNull);
        ArrowBuffer valid = nulls == 0 ? ArrowBuffer.Empty : validity.Build();
        // What lies beneath a null is there, and must never show.
        string[] texts = [.. values.Select(v => v.IsNull ? Beneath : v.AsString())];
        if (type.Kind == Kind.Struct)
            return new ArrayData(type.ToArrow(), values.Count, nulls, 0, [valid], [TextsOf(texts).Data, BuildNested(Letters, [.. texts.Select(t => ScalarValue.From(t))])]);
        string[][] letters = [.. texts.Select(LettersOf)];
        ArrowBuffer.Builder<int> offsets = new();
        offsets.Append(0);
        for (int i = 0, at = 0; i < letters.Length; i++)
            offsets.Append(at += letters[i].Length);
        return new ArrayData(type.ToArrow(), values.Count, nulls, 0, [valid, offsets.Build()], [type.Kind == Kind.List ? TextsOf(letters.SelectMany(l => l)).Data : Entries(letters)]);
    }

    private static ArrayData Entries(string[][] letters)
    {
        MapType map = (MapType)Numbered.ToArrow();
        ArrayData values = TextsOf(letters.SelectMany(l => l)).Data;
        IArrowArray keys = TestColumns.Build(PhysicalType.Of(Kind.Int64), [.. letters.SelectMany(l => l.Select((_, i) => ScalarValue.From((long)i)))]);
        return new ArrayData(map.KeyValueType, values.Length, 0, 0, [ArrowBuffer.Empty], [keys.Data, new ArrayData(map.ValueField.DataType, values.Length, 0, 0, [ArrowBuffer.Empty], [values])]);
    }

    private static IArrowArray TextsOf(IEnumerable<string> texts) => TestColumns.Build(Text, [.. texts.Select(t => ScalarValue.From(t))]);

    private static string[] LettersOf(string text) => [.. text.EnumerateRunes().Select(r => r.ToString())];

    // Parts that contradict each other are no cell of any table.
    private static ScalarValue ReadNested(ArrayData data, Kind kind, int at)
    {
        if (kind == Kind.Struct)
            return TextAt(data.Children[0], at) is var text && ReadNested(data.Children[1], Kind.List, data.Children[1].Offset + at) is var letters && letters == text ? letters : $"torn: '{text}', '{letters}'";
        if (kind == Kind.List)
            return string.Concat(Items(data, at).Select(i => TextAt(data.Children[0], i)));
        ArrayData entries = data.Children[0], values = entries.Children[1];
        IArrowArray keys = ArrowArrayFactory.BuildArray(entries.Children[0]);
        return string.Concat(Items(data, at).Select(i => entries.Offset + i).OrderBy(i => ((Int64Array)keys).GetValue(i)).Select(i => TextAt(values.Children[0], values.Offset + i)));
    }

    private static string TextAt(ArrayData texts, int row) => TestColumns.Read(ArrowArrayFactory.BuildArray(texts), Text, row) is { IsNull: false } text ? text.AsString() : "(null)";
}
