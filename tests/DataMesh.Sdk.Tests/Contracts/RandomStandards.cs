using CsCheck;

namespace DataMesh.Tests.Contracts;

/// <summary>Random documents of the open standards: mostly what the standards say, sometimes a value that they forbid, often a key that nobody knows.</summary>
internal static class RandomStandards
{
    private static readonly Gen<YamlNode> _text = Gen.Frequency((4, Documents.Text), (1, Gen.OneOf("${HOST}", "${PORT:-5432}", "s3://${BUCKET}/x", "https://acme.example/x?y=1#z", "sftp://host/x", "lines.customer_id", "2026-01-01"))).Select(t => (YamlNode)YamlScalar.Of(t));

    private static readonly Gen<YamlNode> _flag = Gen.Frequency((5, Gen.Bool.Select(b => (YamlNode)YamlScalar.Of(b))), (1, Gen.OneOf("${FLAG}", "yes", "off").Select(t => (YamlNode)YamlScalar.Number(t))));

    private static readonly Gen<YamlNode> _number = Gen.OneOf("0", "1", "-3", "2.50", "1e3", "007", "0x1F", ".inf", "1e999", "12345678901234567890").Select(t => (YamlNode)YamlScalar.Number(t));

    private static readonly Gen<YamlNode> _null = Gen.Const((YamlNode)YamlScalar.Null);

    // Not part of a typed model: may be anything.
    private static readonly Gen<YamlNode> _any = Any(2);

    private static Gen<YamlNode> Any(int depth) => depth == 0 ? Gen.OneOf(_text, _number, _flag, _null) : Gen.Frequency((4, Gen.OneOf(_text, _number, _flag, _null)),
        (1, Any(depth - 1).List[0, 3].Select(items => (YamlNode)new YamlSequence(items))),
        (1, Gen.Select(Documents.Text, Any(depth - 1)).List[0, 3].Select(entries => (YamlNode)Mapping(entries))));

    private static Gen<YamlNode> Word(params string[] words) => Gen.Frequency((6, Gen.OneOf(words).Select(w => (YamlNode)YamlScalar.Of(w))), (1, _text), (1, _number));

    private static Gen<YamlNode> Scalar(Gen<YamlNode> usual) => Gen.Frequency((8, usual), (1, _text), (1, _number), (1, _null));

    private static Gen<YamlNode> ListOf(Gen<YamlNode> item) => Gen.Frequency((8, item.List[0, 3].Select(items => (YamlNode)new YamlSequence(items))), (1, _null));

    // Keys are given as 'name=kind': t text, f flag, n number, a anything, T list of texts, L list of anything; the others by name.
    private static Gen<YamlNode> Element(string keys, params (string Key, Gen<YamlNode> Value)[] more)
    {
        (string Key, Gen<YamlNode> Value)[] known = [.. keys.Split(' ').Select(k => k.Split(':')).Select(k => (k[0], k[1] switch
        {
            "t" => Scalar(_text),
            "f" => Gen.Frequency((9, _flag), (1, _null)),
            "n" => Scalar(_number),
            "T" => ListOf(Scalar(_text)),
            "L" => ListOf(_any),
            _ => _any,
        })), .. more];
        Gen<(string, YamlNode)> entry = Gen.Int[0, known.Length - 1].SelectMany(i => known[i].Value.Select(v => (known[i].Key, v)));
        Gen<(string, YamlNode)> unknown = Gen.Select(Gen.OneOf("acme", "a/b~c", "x-y", "enum", "7"), _any, (k, v) => (k, v));
        return Gen.Select(entry.List[1, 8], Gen.Frequency((3, Gen.Const(new List<(string, YamlNode)>())), (1, unknown.List[1, 2])), (a, b) => (YamlNode)Mapping([.. a, .. b]));
    }

    private static YamlMapping Mapping(IEnumerable<(string Key, YamlNode Value)> entries)
    {
        YamlMapping mapping = new();
        foreach ((string key, YamlNode value) in entries)
            mapping.TryAdd(key, value);
        return mapping;
    }

    private static readonly Gen<YamlNode> _custom = ListOf(Gen.Select(Element("property:t value:a description:t id:t vendor:t"), Documents.Text, _any, (node, name, value) => (YamlNode)With(node, ("property", YamlScalar.Of(name)), ("value", value))));

    private static readonly Gen<YamlNode> _definitions = ListOf(Element("url:t type:t description:t id:t"));

    private static readonly (string, Gen<YamlNode>)[] _common = [("customProperties", _custom), ("authoritativeDefinitions", _definitions)];

    private static readonly Gen<YamlNode> _role = Element("role:t description:t access:t firstLevelApprovers:t", ("customProperties", _custom));

    private static readonly Gen<YamlNode> _server = Element("server:t server:t host:t database:t schema:t location:t format:t port:n path:t catalog:t description:t environment:t",
        ("type", Word("s3", "postgres", "kafka", "local", "custom", "trino", "iceberg", "sftp", "api")), ("type", Word("local", "azure", "duckdb")), ("roles", ListOf(_role)), ("customProperties", _custom));

    private static readonly Gen<YamlNode> _quality = Element("name:t description:t mustBe:a mustNotBe:a mustBeGreaterThan:n mustBeLessThan:n query:t rule:t engine:t unit:t tags:T id:t mustBeBetween:a implementation:a arguments:a",
        [("type", Word("library", "sql", "custom", "text")), ("metric", Word("rowCount", "nullValues", "invalidValues")), ("dimension", Word("accuracy", "cp")), .. _common]);

    private static readonly Gen<YamlNode> _options = Element("minimum:n maximum:n exclusiveMinimum:t minLength:n pattern:t timezone:f uniqueItems:f maxItems:n multipleOf:n precision:n required:T",
        ("format", Word("i32", "f64", "email")));

    private static readonly Gen<YamlNode> _link = Element("id:t from:a to:a", ("type", Word("foreignKey")), ("customProperties", _custom),
        ("to", Word("a.b", "schema/x/properties/y")), ("to", ListOf(Word("a.b", "c.d"))), ("from", Word("a.b")), ("from", ListOf(Word("a.b"))));

    private static Gen<YamlNode> Property(int depth) => Element("name:t name:t physicalType:t description:t required:f unique:f primaryKey:f primaryKeyPosition:n classification:t examples:L tags:T transformSourceObjects:T criticalDataElement:f synonyms:T deprecated:f semanticType:t id:t",
        [("logicalType", Word("string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean", "map", "vector")), ("logicalTypeOptions", Gen.Frequency((8, _options), (1, _null))),
        ("relationships", ListOf(_link)), ("quality", ListOf(_quality)), .. _common,
        .. depth == 0 ? [] : new[] { ("properties", ListOf(Property(depth - 1))), ("items", Property(depth - 1)) }]);

    private static readonly Gen<YamlNode> _schema = Element("name:t name:t physicalType:t physicalName:t description:t dataGranularityDescription:t tags:T deprecated:f synonyms:T",
        [("logicalType", Word("object")), ("properties", ListOf(Property(2))), ("properties", ListOf(Property(1))), ("relationships", ListOf(_link)), ("quality", ListOf(_quality)), .. _common]);

    private static readonly Gen<YamlNode> _member = Element("username:t name:t role:t description:t dateIn:t dateOut:t tags:T id:t", _common);

    private static readonly Gen<YamlNode> _team = Gen.Frequency((2, Element("name:t description:t tags:T id:t", [("members", ListOf(_member)), .. _common])), (1, ListOf(_member)));

    private static readonly Gen<YamlNode> _support = ListOf(Element("channel:t url:t description:t tool:t scope:t invitationUrl:t tags:T", _common));

    private static readonly Gen<YamlNode> _description = Element("purpose:t usage:t limitations:t", _common);

    public static readonly Gen<YamlMapping> Contract = Element("name:t tenant:t domain:t dataProduct:t slaDefaultElement:t contractCreatedTs:t tags:T context:a",
        [("description", _description), ("schema", ListOf(_schema)), ("schema", ListOf(_schema)), ("servers", ListOf(_server)), ("roles", ListOf(_role)), ("team", _team), ("support", _support),
        ("price", Element("priceAmount:n priceCurrency:t priceUnit:t id:t")), ("slaProperties", ListOf(Element("property:t property:t value:n valueExt:n unit:t element:t driver:t", ("customProperties", _custom)))), .. _common])
        .Select(node => With(node, ("apiVersion", YamlScalar.Of("v3.1.0")), ("kind", YamlScalar.Of("DataContract")), ("id", YamlScalar.Of("some id")), ("version", YamlScalar.Number("1.1")), ("status", YamlScalar.Of("draft"))));

    public static readonly Gen<YamlMapping> Product = Element("name:t version:t status:t domain:t tenant:t type:t deprecated:f synonyms:T productCreatedTs:t tags:T",
        [("description", _description), ("team", _team), ("support", _support), .. _common,
        ("inputPorts", ListOf(Element("name:t name:t version:t contractId:t tags:T deprecated:f", _common))),
        ("outputPorts", ListOf(Element("name:t name:t version:t contractId:t description:t type:t tags:T", [("sbom", ListOf(Element("type:t url:t"))), ("inputContracts", ListOf(Element("id:t version:t"))), .. _common]))),
        ("managementPorts", ListOf(Element("name:t name:t content:t content:t url:t channel:t type:t", _common)))])
        .Select(node => With(node, ("apiVersion", YamlScalar.Of("v1.0.0")), ("kind", YamlScalar.Of("DataProduct")), ("id", YamlScalar.Of("some id"))));

    private static YamlMapping With(YamlNode node, params (string Key, YamlNode Value)[] entries)
    {
        YamlMapping mapping = (YamlMapping)node;
        YamlMapping copy = Mapping(mapping.Entries.Select(e => (e.Key, e.Value)));
        foreach ((string key, YamlNode value) in entries)
            copy.Set(key, value);
        return copy;
    }
}
