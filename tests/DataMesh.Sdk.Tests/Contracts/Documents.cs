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

    private static readonly Gen<PhysicalType> _plainType = Gen.OneOf<PhysicalType>(
        Gen.OneOf(Enum.GetValues<PhysicalTypeKind>().Where(k => k is not PhysicalTypeKind.Decimal and < PhysicalTypeKind.Struct).ToArray()).Select(PhysicalType.Of),
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

    private static Gen<PhysicalType> Type(int depth) => depth == 0 ? _plainType : Gen.Frequency<PhysicalType>(
        (4, _plainType),
        (1, Property(depth - 1).List[1, 3].Select(all => PhysicalType.Struct([.. all.Select((p, i) => p with { Name = $"part_{i}" })]))),
        (1, Property(depth - 1).Select(PhysicalType.List)),
        (1, Gen.Select(Property(0), Property(depth - 1), PhysicalType.Map)));

    private static Gen<SchemaProperty> Property(int depth) => Type(depth).SelectMany(type => Gen.Select(type.IsNested ? Gen.Const(PropertyConstraints.None) : Constraints(type), Gen.Bool, Gen.Bool, Text.Null(), Text.Null(), Texts,
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

    private static readonly Gen<SchemaObject> _schema = Gen.Select(Text, Text.Null(), Property(2).List[1, 6], Gen.Int[0, 3]).Select(t => new SchemaObject
    {
        Name = t.Item1,
        Description = t.Item2,
        Properties = [.. t.Item3.Select((p, i) => p with { Name = $"column_{i}", KeyPosition = i < t.Item4 ? t.Item4 - i : null })],
    });

    private static readonly Gen<PartitionTransform> _transform = Gen.OneOf(
        PartitionTransform.Identity, PartitionTransform.Year, PartitionTransform.Month, PartitionTransform.Day, PartitionTransform.Hour, PartitionTransform.Bucket(16), PartitionTransform.Truncate(4));

    private static readonly Gen<string> _column = Gen.Int[0, 5].Select(i => $"column_{i}");

    private static readonly Gen<FilterOperand> _moving = Gen.OneOf(Segment.Select(s => FilterOperand.Attribute(s)), Gen.Long[-1L << 50, 1L << 50].Select(t => FilterOperand.Now(new TimeSpan(t))),
        Gen.Int[-1000, 1000].Select(d => FilterOperand.Today(TimeSpan.FromDays(d))));

    private static readonly Gen<ScalarValue> _literal = Gen.OneOf(Enum.GetValues<ScalarKind>()[1..]).SelectMany(Value);

    private static readonly Gen<Filter> _comparison = Gen.Select(_column, Gen.OneOf(Enum.GetValues<ComparisonOperator>()), Gen.OneOf(_moving, _literal.Select(v => FilterOperand.Literal(v))))
        .Select(t => Filter.Compare(FilterOperand.Column(t.Item1), t.Item2, t.Item3));

    private static readonly Gen<Filter> _filter = Gen.OneOf(_comparison, _column.Select(c => Filter.IsNull(c)), Gen.Select(_comparison, _comparison, (a, b) => Filter.And(a, Filter.Not(Filter.Or(b, a)))));

    private static readonly Gen<decimal> _share = Gen.Int[0, 10_000].Select(n => n / 10_000m);

    private static readonly Gen<double?> _limit = Gen.OneOf<double?>(Gen.Const((double?)null), Gen.Double[-1e300, 1e300].Select(v => (double?)v), Gen.OneOf<double?>(0d, -0.5, 1e-300));

    private static readonly Gen<long?> _number = Gen.OneOf<long?>(Gen.Const((long?)null), Gen.Long[0, long.MaxValue].Select(v => (long?)v));

    private static Gen<QualityRule> Rule(SchemaProperty column) => Gen.Select(Gen.Int[0, column.Type.IsNested ? 8 : 9], _filter, Text, _share, Gen.Select(_limit, _limit), Gen.Select(_number, _number), Gen.Long[1, 1L << 50], Gen.OneOf(Enum.GetValues<ColumnMeasure>()))
        .SelectMany(t => Value(column.Type.IsNested ? ScalarKind.String : column.Type.ScalarKind).List[1, 3].Select(values => (QualityRule)(t.Item1 switch
        {
            0 => new ConditionRule { Name = "", Dimension = default, Holds = t.Item2 },
            1 => new NotNullRule { Name = "", Dimension = default, Column = column.Name },
            2 => new PatternRule { Name = "", Dimension = default, Column = column.Name, Pattern = t.Item3 },
            3 => new RowCountRule { Name = "", Dimension = default, AtLeast = t.Item6.Item1, AtMost = t.Item6.Item1 is null && t.Item6.Item2 is null ? 7 : t.Item6.Item2 },
            4 => new UniqueRule { Name = "", Dimension = default, Key = t.Item4 > 0.5m ? [column.Name] : [column.Name, "column_5"], Scope = (UniqueScope)(t.Item7 % 2), AtMostShare = t.Item4 > 0.9m ? 0 : t.Item4 },
            5 => new CompletenessRule { Name = "", Dimension = default, Column = column.Name, AtLeastShare = t.Item4 },
            7 => new SqlRule { Name = "", Dimension = default, Query = t.Item3, AtLeast = t.Item5.Item1, AtMost = t.Item5.Item1 is null && t.Item5.Item2 is null ? 0 : t.Item5.Item2 },
            8 => new ReferenceRule { Name = "", Dimension = default, Key = [column.Name], ForeignKey = [t.Item3], Port = t.Item7 % 2 == 0 ? "a/b/c@3" : "a/b/c", Purpose = t.Item7 % 3 == 0 ? "why" : default(Purpose) },
            6 => t.Item7 % 2 == 0 ? new FreshnessRule { Name = "", Dimension = default, Column = column.Name, Within = new TimeSpan(t.Item7) }
                : new DistributionRule { Name = "", Dimension = default, Column = column.Name, Measure = t.Item8, AtLeast = t.Item5.Item1, AtMost = t.Item5.Item2 },
            _ => new AllowedValuesRule { Name = "", Dimension = default, Column = column.Name, Values = [.. values] },
        })));

    // Names are unique among the rules of a port.
    private static Gen<IReadOnlyList<QualityRule>> Quality(SchemaObject schema) =>
        Gen.Select(Gen.OneOf([.. schema.Properties]).SelectMany(Rule), Gen.OneOf(Enum.GetValues<Severity>()), Gen.OneOf(Enum.GetValues<QualityDimension>()), Text).List[0, 5].Select(all => (IReadOnlyList<QualityRule>)
            [.. all.Select((r, i) => r.Item1 with { Name = $"{r.Item4} {i}", Severity = r.Item2, Dimension = r.Item3 })]);

    private static readonly Gen<DataContract> _plainContract = Gen.Select(Port, Version, _schema, Text.Null(), Text.Null(), Texts, Gen.OneOf(Enum.GetValues<LifecycleStatus>()), _transform.List[0, 2]).Select(t => new DataContract
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

    // Each level at most once; a share is of percents with some digits.
    private static readonly Gen<IReadOnlyList<ServiceLevelObjective>> _promise = Gen.Select(Gen.OneOf(Enum.GetValues<ServiceLevel>()), Gen.Long[1, TimeSpan.TicksPerDay * 1000], Gen.Bool, Gen.Int[1, 100_000]).List[0, 4].Select(all => (IReadOnlyList<ServiceLevelObjective>)
        [.. all.DistinctBy(t => t.Item1).Select(t => t.Item1 is ServiceLevel.Complete or ServiceLevel.Available ? new ServiceLevelObjective { Level = t.Item1, Share = t.Item4 / 100_000m }
            : new ServiceLevelObjective { Level = t.Item1, Time = new TimeSpan(t.Item3 ? t.Item2 : Math.Max(1, t.Item2 / TimeSpan.TicksPerHour) * TimeSpan.TicksPerHour) })]);

    private static readonly Gen<DateOnly> _date = Gen.Date.Select(DateOnly.FromDateTime);

    private static readonly Gen<Deprecation?> _deprecation = Gen.Select(Port, Gen.Int[-2, 5], _date, _date, Gen.Int[0, 7], Text).Select(t => (t.Item2, t.Item5) == (-2, 0) ? null : new Deprecation
    {
        Successor = t.Item2 == -2 ? default(PortReference?) : new PortReference(t.Item1, t.Item2 < 0 ? null : t.Item2),
        EndOfSupport = (t.Item5 & 1) == 0 ? null : t.Item3,
        EndOfLife = (t.Item5 & 2) == 0 ? null : t.Item4,
        Reason = (t.Item5 & 4) == 0 ? null : t.Item6,
    });

    public static readonly Gen<DataContract> Contract = _plainContract.SelectMany(contract => Gen.Select(Quality(contract.Schema), _share, _promise, _deprecation, (rules, limit, promise, deprecation) =>
        contract with { Quality = rules, QuarantineLimit = limit, Promise = promise, Deprecation = deprecation }));

    private static readonly Gen<OutputPortDescriptor> _output = Gen.Select(Segment, Version, Text.Null(), Segment, (name, version, description, folder) => new OutputPortDescriptor
    {
        Name = name,
        Version = version,
        Description = description,
        Status = (LifecycleStatus)(version.Minor % 5),
        TablePath = $"sales/orders/ports/{name}/{folder}",
        Format = "iceberg",
    });

    private static readonly Gen<Purpose> _purpose = Gen.Frequency((1, Gen.Const(default(Purpose))), (2, Segment.Select(s => Purpose.Parse(s))));

    private static readonly Gen<InputPortDescriptor> _input = Gen.Select(Text, Port, Gen.Int[-1, 5], _purpose, Texts, (name, port, major, purpose, columns) => new InputPortDescriptor
    {
        Name = name,
        Columns = columns,
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

    private static readonly Gen<Filter> _condition = Gen.Select(Segment, _literal, (a, v) => Filter.Compare(FilterOperand.Attribute(a), ComparisonOperator.Equal, FilterOperand.Literal(v)));

    public static readonly Gen<Mask> Mask = Gen.OneOf<Mask>(
        Gen.OneOf(DataMesh.Mask.None, DataMesh.Mask.Drop, DataMesh.Mask.Null, DataMesh.Mask.Hash, DataMesh.Mask.Year, DataMesh.Mask.Month, DataMesh.Mask.Day),
        _literal.Select(v => DataMesh.Mask.Constant(v)), Gen.Int[1, 1000].Select(n => DataMesh.Mask.KeepFirst(n)), Gen.Int[1, 1000].Select(n => DataMesh.Mask.KeepLast(n)),
        Gen.Decimal[0.0001m, 1_000_000m].Select(w => DataMesh.Mask.Bucket(w)), Segment.Select(s => DataMesh.Mask.HashIn(MaskKeyScope.Named(s))),
        Gen.OneOf(MaskKeyScope.Port, MaskKeyScope.Domain).Select(s => DataMesh.Mask.HashIn(s)));

    private static readonly Gen<IReadOnlyList<string>> _columns = _column.List[1, 4].Select(l => (IReadOnlyList<string>)[.. l.Distinct()]);

    private static readonly Gen<Sight> _sight = Gen.Select(_filter.Null(), _columns.Null(), _columns, Gen.Select(_column, Mask).List[0, 3]).Select(t => new Sight
    {
        Rows = t.Item1,
        Columns = t.Item2,
        Excluded = t.Item3,
        Masks = [.. t.Item4.DistinctBy(m => m.Item1).Select(m => new MaskedColumn { Column = m.Item1, Mask = m.Item2 })],
    });

    private static readonly Gen<Recipients> _recipients = Gen.Select(Segment.List[0, 3], Texts, Texts, Id.List[0, 2], _condition.Null()).Select(t => new Recipients
    {
        Domains = [.. t.Item1.Select(d => DomainName.Parse(d))],
        Roles = t.Item2,
        Users = t.Item3,
        Products = t.Item4,
        When = t.Item5,
    });

    private static readonly Gen<IReadOnlyList<Purpose>> _purposes = Segment.List[0, 3].Select(l => (IReadOnlyList<Purpose>)[.. l.Select(p => Purpose.Parse(p))]);

    private static readonly Gen<DateTimeOffset?> _moment = Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (1, Gen.Long[0, DateTime.MaxValue.Ticks].Select(t => (DateTimeOffset?)new DateTimeOffset(t, TimeSpan.Zero))));

    private static readonly Gen<Grant> _grant = Gen.Select(_recipients, _purposes, _moment, _moment, Texts, _sight, Texts, Text.Null()).Select(t => new Grant
    {
        Name = "",
        To = t.Item1,
        Purposes = t.Item2,
        ValidFrom = t.Item3,
        ValidUntil = t.Item4,
        Regions = t.Item5,
        OwnUseOnly = t.Item7.Count % 2 == 1,
        Gives = t.Item6,
        Obligations = t.Item7,
        Origin = t.Item8,
    });

    private static readonly Gen<Offer> _offer = Gen.Select(_purposes, Gen.Long[0, 1L << 50], Texts, _sight, Texts, Text.Null()).Select(t => new Offer
    {
        Name = "",
        Purposes = [.. t.Item1, "always-one"],
        MaximumTerm = t.Item2 == 0 ? null : new TimeSpan(t.Item2),
        Regions = t.Item3,
        OwnUseOnly = t.Item5.Count % 2 == 1,
        Gives = t.Item4,
        Obligations = t.Item5,
        Origin = t.Item6,
    });

    private static readonly Gen<PolicyRule> _rule = Gen.Select(Gen.Int[0, 2], _recipients, _purposes, _columns, _filter, Mask, Gen.Int[0, 39], Text.Null()).Select(t => (PolicyRule)(t.Item1 switch
    {
        0 => new Prohibition { Name = "", For = t.Item2, Purposes = t.Item3, Columns = t.Item7 % 2 == 0 ? [] : t.Item4, Rows = t.Item7 % 3 == 0 ? null : t.Item5, Origin = t.Item8 },
        1 => new RowFilter { Name = "", For = t.Item2, Purposes = t.Item3, Rows = t.Item5, Origin = t.Item8 },
        _ => new ColumnMask
        {
            Name = "",
            For = t.Item2,
            Purposes = t.Item3,
            Mask = t.Item6,
            Columns = t.Item7 % 2 == 0 ? [] : t.Item4,
            AtLeast = t.Item7 % 5 == 4 ? null : (Classification)(t.Item7 % 5),
            Categories = (Category)(t.Item7 / 5),
            Origin = t.Item8,
        },
    }));

    // Names are unique among all elements of a port, and every column is bound.
    private static readonly Gen<PortPolicy> _portPolicy = Gen.Select(Gen.Select(Segment, Gen.Int[0, 9], Text), _grant.List[0, 3], _offer.List[0, 2], _rule.List[0, 3], Gen.Int[0, 127].List[6, 6], Gen.Long[0, 1L << 50], Texts).Select(t => new PortPolicy
    {
        Port = t.Item1.Item1,
        Major = t.Item1.Item2,
        Grants = [.. t.Item2.Select((g, i) => g with { Name = $"{t.Item1.Item3}g{i}" })],
        Offers = [.. t.Item3.Select((o, i) => o with { Name = $"{t.Item1.Item3}o{i}" })],
        Rules = [.. t.Item4.Select((r, i) => r with { Name = $"{t.Item1.Item3}r{i}" })],
        Retention = t.Item6 == 0 ? null : new Retention { Column = "column_1", Period = new TimeSpan(t.Item6) },
        Residency = t.Item7,
        Columns = [.. t.Item5.Select((c, i) => new ColumnClassification
        {
            FieldId = i + 1,
            Name = $"column_{i}",
            Level = ColumnLevels.Effective((Classification)(c % 4), (Category)(c / 4 % 8)),
            Categories = (Category)(c / 4 % 8),
            KeepBounds = c / 32 % 2 == 1,
            Raised = c / 64 == 1,
        })],
    });

    private static readonly Gen<IReadOnlyList<PurposeDefinition>> _tree = Gen.Select(Segment, Text.Null()).List[0, 4].Select(all => (IReadOnlyList<PurposeDefinition>)
        [.. all.DistinctBy(p => p.Item1).Select((p, i) => new PurposeDefinition { Purpose = p.Item1, Parent = i == 0 ? default : Purpose.Parse(all[0].Item1), Description = p.Item2 })]);

    public static readonly Gen<PolicyDocument> Policy = Gen.Select(Gen.Long[0, long.MaxValue], Id, _portPolicy.List[0, 3], _recipients, _tree, (epoch, id, ports, stewards, purposes) => new PolicyDocument
    {
        Epoch = epoch,
        Product = id,
        Stewards = stewards,
        Purposes = purposes,
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

    private static Gen<T?> Null<T>(this Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Const((T?)null)), (2, gen.Select(s => (T?)s)));
}
