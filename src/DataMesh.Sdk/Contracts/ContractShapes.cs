using System.Text.RegularExpressions;
using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>The elements of the Open Data Contract Standard: read as 3.0 to 3.2 have them, written as the official schema of 3.1.0 allows.</summary>
internal static class ContractShapes
{
    private static readonly Regex _reference = new(
        @"^([A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*|((https?://)?[A-Za-z0-9._\-/]+\.yaml#)?/?[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+(/[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+)*)\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly FieldRule _references = new AnyRule(v => v is YamlSequence { Items.Count: > 0 } list ? list.Items.All(IsReference) : IsReference(v));

    private static readonly FieldRule _customs, _definitions;

    private static readonly DocumentShape _support, _team, _role, _price, _serviceLevel, _server, _quality, _schemaLink, _propertyLink, _schema, _property, _item;

    static ContractShapes()
    {
        (DocumentShape custom, DocumentShape definition, _support, _team) = SharedShapes.Create(SharedShapes.StableId, Text, supportHasMore: false);
        _customs = Elements(() => custom);
        _definitions = Elements(() => definition);
        _role = Shape(["role"], With(("role", Text), ("description", Text), ("access", Text), ("firstLevelApprovers", Text), ("secondLevelApprovers", Text), ("customProperties", _customs)));
        _price = Shape([], With(("priceAmount", Number), ("priceCurrency", Text), ("priceUnit", Text)));
        _serviceLevel = Shape(["property", "value"], With(("property", Text), ("value", SingleValue), ("valueExt", SingleValue), ("unit", Text), ("element", Text), ("driver", Text), ("description", Text),
            ("scheduler", Text), ("schedule", Text), ("customProperties", Later(_customs)), ("authoritativeDefinitions", Later(_definitions))));
        _server = ServerShape.Create(With(("server", Text), ("type", Text), ("description", Text), ("environment", Text), ("roles", Elements(() => _role!)), ("customProperties", _customs)));
        _quality = QualityShape.Create(With(("name", Text), ("description", Text), ("type", Word("text", "library", "sql", "custom")), ("unit", Text), ("method", Text), ("severity", Text), ("businessImpact", Text),
            ("dimension", Word("accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness")), ("schedule", Text), ("scheduler", Text),
            ("tags", Texts), ("customProperties", _customs), ("authoritativeDefinitions", _definitions)));
        Dictionary<string, FieldRule> link = new() { ["id"] = Later(Text), ["type"] = Word("foreignKey"), ["from"] = _references, ["to"] = _references, ["customProperties"] = _customs };
        _schemaLink = new DocumentShape { Fields = link, Choose = l => new DocumentForm { Fields = link, Required = ["from", "to"], IsAllowed = SaysAlike(l) } };
        _propertyLink = new DocumentShape { Fields = new Dictionary<string, FieldRule>(link) { ["from"] = Later(Any) }, Required = ["to"] };
        Dictionary<string, FieldRule> element = With(("name", Text), ("physicalType", Text), ("physicalName", Text), ("description", Text), ("businessName", Text), ("tags", Texts), ("quality", Elements(() => _quality)),
            ("customProperties", _customs), ("authoritativeDefinitions", _definitions), ("deprecated", Later(Flag)), ("synonyms", Later(Texts)));
        _schema = Shape(["name"], new(element)
        {
            ["logicalType"] = Word("object"), ["dataGranularityDescription"] = Text, ["properties"] = Elements(() => _property!), ["relationships"] = Elements(() => _schemaLink),
        });
        Dictionary<string, FieldRule> property = new(element)
        {
            ["primaryKey"] = Flag, ["primaryKeyPosition"] = Integer, ["required"] = Flag, ["unique"] = Flag, ["partitioned"] = Flag, ["partitionKeyPosition"] = Integer, ["classification"] = Text, ["encryptedName"] = Text,
            ["transformSourceObjects"] = Texts, ["transformLogic"] = Text, ["transformDescription"] = Text, ["examples"] = List(Any), ["criticalDataElement"] = Flag, ["relationships"] = Elements(() => _propertyLink),
            ["enum"] = Later(Any), ["semanticType"] = Later(Text),
        };
        _property = PropertyShape.Create(property, isItem: false, () => _property!, () => _item!);
        _item = PropertyShape.Create(property, isItem: true, () => _property, () => _item!);
        DocumentShape description = new()
        {
            Fields = new Dictionary<string, FieldRule> { ["usage"] = Text, ["purpose"] = Text, ["limitations"] = Text, ["authoritativeDefinitions"] = _definitions, ["customProperties"] = _customs },
            IsOpen = true,
        };
        Root = Shape(["version", "apiVersion", "kind", "id", "status"], new()
        {
            ["version"] = Text, ["kind"] = Text, ["apiVersion"] = Text, ["id"] = Text, ["name"] = Text, ["tenant"] = Text, ["status"] = Text, ["dataProduct"] = Text, ["domain"] = Text, ["tags"] = Texts,
            ["servers"] = Elements(() => _server), ["schema"] = Elements(() => _schema), ["support"] = Elements(() => _support), ["roles"] = Elements(() => _role), ["slaProperties"] = Elements(() => _serviceLevel),
            ["description"] = Element(() => description), ["price"] = Element(() => _price), ["team"] = Element(() => _team), ["slaDefaultElement"] = Text,
            ["authoritativeDefinitions"] = _definitions, ["customProperties"] = _customs, ["contractCreatedTs"] = Instant,
        });
    }

    /// <summary>The root.</summary>
    public static DocumentShape Root { get; }

    private static DocumentShape Shape(string[] required, Dictionary<string, FieldRule> fields) => new() { Fields = fields, Required = required };

    private static Dictionary<string, FieldRule> With(params ReadOnlySpan<(string Key, FieldRule Rule)> fields)
    {
        Dictionary<string, FieldRule> all = new(StringComparer.Ordinal) { ["id"] = SharedShapes.StableId };
        foreach ((string key, FieldRule rule) in fields)
            all.Add(key, rule);
        return all;
    }

    private static bool IsReference(YamlNode node) => node is YamlScalar { Kind: YamlKind.Text } text && _reference.IsMatch(text.Text);

    // The official schema wants a reference of a schema to name one property on both sides or lists on both.
    private static bool SaysAlike(YamlMapping link) => link.Find("from") is YamlScalar == link.Find("to") is YamlScalar;
}
