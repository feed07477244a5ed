using System.Text;
using CsCheck;

namespace DataMesh.Tests;

/// <summary>Random contracts, descriptors and policies, with names and texts that are as odd as a model may hold.</summary>
internal static class Documents
{
    private static readonly Gen<char> _segmentChar = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"];

    public static readonly Gen<string> Segment = Gen.Select(Gen.Char['a', 'z'], Gen.String[_segmentChar, 0, 12], (first, rest) => first + rest);

    // Words that YAML could take for something else, and text that needs quotes or escapes.
    public static readonly Gen<string> Text = Gen.OneOf<string>(
        Gen.OneOf("true", "No", "null", "~", "1.1", "0x1F", "1e3", "2001-01-01", "- item", "a: b", "# no comment", "key:", "&anchor", "*alias", "!tag", "%", "@", "`",
            " leading", "trailing ", "multi\nline\r\n\ttext", "quote\"s and 'apostrophes'", "back\\slash", "naïve café", "𝄞 beyond the plane", "\u2028\u0085\ufeff", "{}", "[]", "|", ">", "…", "?", "--- ", "y"),
        Gen.String[Gen.Char[' ', '~'], 1, 40],
        Gen.String[Gen.OneOf<char>(Gen.Char['\u00a0', '\ud7ff'], Gen.Char['\ue000', '\ufffd']), 1, 10]);

    public static readonly Gen<IReadOnlyList<string>> Texts = Text.List[0, 4].Select(list => (IReadOnlyList<string>)list);

    public static readonly Gen<SemanticVersion> Version = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 20], (a, b, c) => new SemanticVersion(a, b, c));

    public static readonly Gen<ProductName> Product = Gen.Select(Segment, Segment, (d, p) => new ProductName(d, p));

    public static readonly Gen<PortName> Port = Gen.Select(Product, Segment, (p, s) => new PortName(p, s));

    public static readonly Gen<ProductId> Id = Gen.Select(Gen.Guid, Gen.Guid, (m, p) => new ProductId(m, p));

    private static readonly Gen<PhysicalType> _type = Gen.OneOf<PhysicalType>(
        Gen.OneOf(Enum.GetValues<PhysicalTypeKind>().Where(k => k != PhysicalTypeKind.Decimal).ToArray()).Select(PhysicalType.Of),
        Gen.Int[1, 28].SelectMany(p => Gen.Int[0, p].Select(s => PhysicalType.Decimal(p, s))));

    public static Gen<ScalarValue> Value(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => Gen.Bool.Select(v => ScalarValue.From(v)),
        ScalarKind.Integer => Gen.Long.Select(v => ScalarValue.From(v)),
        ScalarKind.Float => Gen.OneOf<double>(Gen.Double, Gen.OneOf(0d, -0d, 1d, 1e300, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN)).Select(v => ScalarValue.From(v)),
        ScalarKind.Decimal => Gen.Decimal.Select(v => ScalarValue.From(v)),
        ScalarKind.String => Text.Select(v => ScalarValue.From(v)),
        ScalarKind.Binary => Gen.Byte.Array[0, 8].Select(v => ScalarValue.From(v)),
        ScalarKind.Uuid => Gen.Guid.Select(v => ScalarValue.From(v)),
        ScalarKind.Date => Gen.Date.Select(v => ScalarValue.From(DateOnly.FromDateTime(v))),
        ScalarKind.Time => Gen.Long[0, TimeSpan.TicksPerDay - 1].Select(v => ScalarValue.From(new TimeOnly(v))),
        _ => Gen.Long[0, DateTime.MaxValue.Ticks].Select(v => ScalarValue.From(new DateTime(v, DateTimeKind.Utc))),
    };

    private static Gen<ScalarValue> Bound(PhysicalType type) => Gen.Frequency(
        (3, Gen.Const(ScalarValue.Null)), (3, Value(type.ScalarKind)), (1, Gen.Int.Select(v => ScalarValue.From((long)v))), (1, Gen.OneOf(Enum.GetValues<ScalarKind>()[1..]).SelectMany(Value)));

    private static Gen<PropertyConstraints> Constraints(PhysicalType type) =>
        Gen.Select(Bound(type), Bound(type), Gen.Bool, Gen.Bool, Gen.Int[-1, 100], Gen.Int[-1, 100], Gen.Frequency((2, Gen.Const("")), (1, Text)), Bound(type).List[0, 3]).Select(t => new PropertyConstraints
        {
            Minimum = t.Item1,
            ExclusiveMinimum = !t.Item1.IsNull && t.Item3,
            Maximum = t.Item2,
            ExclusiveMaximum = !t.Item2.IsNull && t.Item4,
            MinimumLength = t.Item5 < 0 ? null : t.Item5,
            MaximumLength = t.Item6 < 0 ? null : t.Item6,
            Pattern = t.Item7.Length == 0 ? null : t.Item7,
            AllowedValues = [.. t.Item8.Where(v => !v.IsNull)],
        });

    private static readonly Gen<SchemaProperty> _property = _type.SelectMany(type => Gen.Select(Constraints(type), Gen.Bool, Gen.Bool, Text.Null(), Text.Null(), Texts,
        Gen.OneOf(Enum.GetValues<Classification>()), Gen.Int[0, 7]).Select(t => new SchemaProperty
        {
            Name = "",
            Type = type,
            Constraints = t.Item1,
            Required = t.Item2,
            IsEventTime = t.Item3,
            Description = t.Item4,
            Unit = t.Item5,
            FormerNames = t.Item6,
            Classification = t.Item7,
            Categories = (Category)t.Item8,
        }));

    private static readonly Gen<SchemaObject> _schema = Gen.Select(Text, Text.Null(), _property.List[1, 6], Gen.Int[0, 3]).Select(t => new SchemaObject
    {
        Name = t.Item1,
        Description = t.Item2,
        Properties = [.. t.Item3.Select((p, i) => p with { Name = $"column_{i}", KeyPosition = i < t.Item4 ? t.Item4 - i : null })],
    });

    private static readonly Gen<PartitionTransform> _transform = Gen.OneOf(
        PartitionTransform.Identity, PartitionTransform.Year, PartitionTransform.Month, PartitionTransform.Day, PartitionTransform.Hour, PartitionTransform.Bucket(16), PartitionTransform.Truncate(4));

    public static readonly Gen<DataContract> Contract = Gen.Select(Port, Version, _schema, Text.Null(), Text.Null(), Texts, Gen.OneOf(Enum.GetValues<LifecycleStatus>()), _transform.List[0, 2]).Select(t => new DataContract
    {
        Port = t.Item1,
        Version = t.Item2,
        Schema = t.Item3,
        Description = t.Item4,
        Owner = t.Item5,
        Tags = t.Item6,
        Status = t.Item7,
        Mode = (PublishMode)(t.Item2.Patch % 4),
        Partitioning = [.. t.Item8.Select(transform => new PartitionField { Column = "column_0", Transform = transform })],
    });

    private static readonly Gen<OutputPortDescriptor> _output = Gen.Select(Segment, Version, Text.Null(), Segment, (name, version, description, folder) => new OutputPortDescriptor
    {
        Name = name,
        Version = version,
        Description = description,
        TablePath = $"sales/orders/ports/{name}/{folder}",
        Format = "iceberg",
    });

    private static readonly Gen<Purpose> _purpose = Gen.Frequency((1, Gen.Const(default(Purpose))), (2, Segment.Select(s => Purpose.Parse(s))));

    private static readonly Gen<InputPortDescriptor> _input = Gen.Select(Text, Port, Gen.Int[-1, 5], _purpose, (name, port, major, purpose) => new InputPortDescriptor
    {
        Name = name,
        Source = new PortReference(port, major < 0 ? null : major),
        Purpose = purpose,
    });

    public static readonly Gen<DataProductDescriptor> Descriptor = Gen.Select(Id, Product, Text.Null(), Text.Null(), Texts, _output.List[0, 3], _input.List[0, 3], Gen.Int[0, 14]).Select(t => new DataProductDescriptor
    {
        Id = t.Item1,
        Name = t.Item2,
        Description = t.Item3,
        Owner = t.Item4,
        Tags = t.Item5,
        OutputPorts = t.Item6,
        InputPorts = t.Item7,
        Status = (LifecycleStatus)(t.Item8 % 5),
        Archetype = (ProductArchetype)(t.Item8 / 5),
    });

    private static readonly Gen<Grant> _grant = Gen.Select(Text, Segment.List[0, 3], Texts, Segment.List[0, 2], (name, domains, roles, purposes) => new Grant
    {
        Name = name,
        To = new Recipients { Domains = [.. domains.Select(d => DomainName.Parse(d))], Roles = roles },
        Purposes = [.. purposes.Select(p => Purpose.Parse(p))],
    });

    private static readonly Gen<PortPolicy> _portPolicy = Gen.Select(Segment, Gen.Int[0, 9], _grant.List[0, 3], Gen.Int[0, 31].List[0, 4], (port, major, grants, columns) => new PortPolicy
    {
        Port = port,
        Major = major,
        Grants = [.. grants.DistinctBy(g => g.Name)],
        Columns = [.. columns.Select((c, i) => new ColumnClassification { FieldId = i + 1, Name = $"column_{i}", Level = (Classification)(c % 4), Categories = (Category)(c / 4) })],
    });

    public static readonly Gen<PolicyDocument> Policy = Gen.Select(Gen.Long[0, long.MaxValue], Id, _portPolicy.List[0, 3], (epoch, id, ports) => new PolicyDocument
    {
        Epoch = epoch,
        Product = id,
        Ports = [.. ports.DistinctBy(p => (p.Port, p.Major))],
    });

    private static readonly Gen<DateTimeOffset> _instant = Gen.Long[0, DateTime.MaxValue.Ticks / 10].Select(micros => new DateTimeOffset(micros * 10, TimeSpan.Zero));

    private static readonly Gen<DateTimeOffset?> _maybeInstant = Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (2, _instant.Select(i => (DateTimeOffset?)i)));

    private static readonly Gen<AgreementConsumer> _consumer = Gen.Select(Segment, Gen.Int[0, 2], Id, Text, (domain, kind, product, user) => new AgreementConsumer
    {
        Domain = domain,
        Product = kind == 1 ? product : null,
        User = kind == 2 ? user : null,
    });

    private static readonly Gen<AccessAgreement> _agreementBase = Gen.Select(Gen.Guid, Gen.Long[1, long.MaxValue], Gen.OneOf(Enum.GetValues<AgreementStatus>()), Id, Port, Gen.Int[0, 9], _consumer, Segment).Select(t => new AccessAgreement
    {
        Id = t.Item1,
        Number = t.Item2,
        Status = t.Item3,
        Provider = t.Item4,
        Port = new PortReference(t.Item5, t.Item6),
        Consumer = t.Item7,
        Purpose = t.Item8,
        RequestedBy = "",
        RequestedAt = default,
    });

    public static readonly Gen<AccessAgreement> Agreement = Gen.Select(_agreementBase, Text.Null().Array[4], Text, _instant, _maybeInstant.Array[4]).Select(t => t.Item1 with
    {
        Offer = t.Item2[0],
        Justification = t.Item2[1],
        DecidedBy = t.Item2[2],
        Comment = t.Item2[3],
        RequestedBy = t.Item3,
        RequestedAt = t.Item4,
        Start = t.Item5[0],
        End = t.Item5[1],
        NextReassessment = t.Item5[2],
        DecidedAt = t.Item5[3],
    });

    public static YamlMapping Reread(YamlMapping document) => YamlParser.Parse("test.yaml", YamlText.Write("test.yaml", document));

    public static string Print(YamlMapping document) => Encoding.UTF8.GetString(YamlText.Write("test.yaml", document));

    private static Gen<string?> Null(this Gen<string> gen) => Gen.Frequency((1, Gen.Const((string?)null)), (2, gen.Select(s => (string?)s)));
}
