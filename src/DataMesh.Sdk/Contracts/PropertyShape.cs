using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>Properties of ODCS 3.1: what lies below and which options there are depends on the logical type.</summary>
internal static class PropertyShape
{
    private const string Type = "logicalType";
    private const string Options = "logicalTypeOptions";

    private static readonly Dictionary<string, FieldRule> _numbers = new() { ["multipleOf"] = new ScalarRule(Positive), ["maximum"] = Number, ["exclusiveMaximum"] = Number, ["minimum"] = Number, ["exclusiveMinimum"] = Number };

    private static readonly Dictionary<string, FieldRule> _dates = new() { ["format"] = Text, ["exclusiveMaximum"] = Text, ["maximum"] = Text, ["exclusiveMinimum"] = Text, ["minimum"] = Text };

    private static readonly Dictionary<string, FieldRule> _times = new(_dates) { ["timezone"] = Flag, ["defaultTimezone"] = Text };

    private static readonly Dictionary<string, DocumentShape> _options = new(StringComparer.Ordinal)
    {
        ["string"] = Shape(new() { ["minLength"] = Count, ["maxLength"] = Count, ["pattern"] = Text, ["format"] = Text }),
        ["date"] = Shape(_dates),
        ["timestamp"] = Shape(_times),
        ["time"] = Shape(_times),
        ["number"] = Shape(new(_numbers) { ["format"] = Word("f32", "f64") }),
        ["integer"] = Shape(new(_numbers) { ["format"] = Word("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128") }),
        ["object"] = Shape(new() { ["maxProperties"] = Count, ["minProperties"] = Count, ["required"] = new AnyRule(AreNames) }),
        ["array"] = Shape(new() { ["maxItems"] = Count, ["minItems"] = Count, ["uniqueItems"] = Flag }),
        ["boolean"] = new() { Fields = new Dictionary<string, FieldRule>(), IsOpen = true },
    };

    // Read, options of any type are single values but for the names of properties.
    private static readonly DocumentShape _anyOptions = Shape(new(_numbers) { ["format"] = Text, ["pattern"] = Text, ["minLength"] = Count, ["maxLength"] = Count, ["timezone"] = Flag, ["uniqueItems"] = Flag, ["required"] = Texts });

    /// <summary>The shape.</summary>
    /// <param name="common">The keys that every type has.</param>
    /// <param name="isItem">True for what an array holds, which needs no name.</param>
    /// <param name="property">The shape of properties.</param>
    /// <param name="item">The shape of what an array holds.</param>
    public static DocumentShape Create(Dictionary<string, FieldRule> common, bool isItem, Func<DocumentShape> property, Func<DocumentShape> item)
    {
        string[] required = isItem ? [] : ["name"];
        Dictionary<string, DocumentForm> forms = _options.ToDictionary(t => t.Key, t => new DocumentForm
        {
            Fields = new Dictionary<string, FieldRule>(common)
            {
                [Type] = Word([.. _options.Keys]), [Options] = Element(() => t.Value), ["properties"] = t.Key == "object" ? Elements(property) : Later(Any), ["items"] = t.Key == "array" ? Element(item) : Later(Any),
            },
            Required = required,
        }, StringComparer.Ordinal);
        Dictionary<string, FieldRule> read = new(common)
        {
            [Type] = Text, [Options] = Element(() => _anyOptions), ["properties"] = Elements(property), ["items"] = Element(item),
            ["map"] = Later(Element(() => new DocumentShape { Fields = new Dictionary<string, FieldRule> { ["key"] = Element(item), ["value"] = Element(item) } })),
        };
        // Without a type every condition of the official schema holds, and no option satisfies all of them.
        DocumentForm untyped = new() { Fields = new Dictionary<string, FieldRule>(read) { [Type] = Later(Text), [Options] = Later(Any) }, Required = required };
        return new DocumentShape { Fields = read, Choose = p => p.Find(Type) is YamlScalar type && forms.TryGetValue(type.Text, out DocumentForm? form) ? form : untyped };
    }

    private static DocumentShape Shape(Dictionary<string, FieldRule> fields) => new() { Fields = fields };

    private static YamlScalar? Positive(YamlScalar scalar) => IsNumber(scalar)
        && (!double.TryParse(scalar.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) || number > 0) ? scalar : null;

    private static bool AreNames(YamlNode value) => value is YamlSequence { Items: { Count: > 0 } names } && names.All(n => n is YamlScalar { Kind: YamlKind.Text })
        && names.Select(n => ((YamlScalar)n).Text).Distinct(StringComparer.Ordinal).Count() == names.Count;
}
