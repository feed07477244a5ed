using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests.Policies;

/// <summary>Random policies of one port that pass every check at publishing.</summary>
internal sealed class PolicyGen(Dice dice, SchemaObject schema, ProductId otherProduct)
{
    public static readonly PurposeDefinition[] PurposeTree =
    [
        new() { Purpose = "marketing" }, new() { Purpose = "campaigns", Parent = "marketing" }, new() { Purpose = "email", Parent = "campaigns" },
        new() { Purpose = "operations" }, new() { Purpose = "billing", Parent = "operations" },
    ];

    private static readonly Purpose[] Purposes = ["marketing", "campaigns", "email", "operations", "billing", "alone"];
    private static readonly DomainName[] Domains = ["sales", "ops", "hr"];
    private static readonly string[] Roles = ["analyst", "auditor", "intern"];
    private static readonly string[] Users = ["ann", "bob"];
    private static readonly string[] Regions = ["eu", "us"];
    private static readonly string[] KeyScopes = ["people", "orders"];

    public Recipients Stewards() => dice.Chance(0.2) ? new Recipients { Roles = ["steward"] } : Recipients.Nobody;

    public PortPolicy Port(string port, IReadOnlyList<ColumnClassification> columns)
    {
        int rules = dice.Chance(0.4) ? 0 : dice.Next(1, 3);
        return new PortPolicy
        {
            Port = port,
            Major = 1,
            Grants = [.. Enumerable.Range(0, dice.Next(1, 8)).Select(i => Publishable(() => Grant(i), g => new PortPolicy { Port = port, Major = 1, Grants = [g] }))],
            Offers = [.. Enumerable.Range(0, dice.Next(0, 2)).Select(i => Publishable(() => Offer(i), o => new PortPolicy { Port = port, Major = 1, Offers = [o] }))],
            Rules = [.. Enumerable.Range(0, rules).Select(i => Publishable(() => Rule(i), r => new PortPolicy { Port = port, Major = 1, Rules = [r] }))],
            Retention = dice.Chance(0.25) && schema.Properties.FirstOrDefault(p => p.IsEventTime) is { } time ? new Retention { Column = time.Name, Period = TimeSpan.FromDays(dice.Next(5, 120)).Add(TimeSpan.FromMinutes(7)) } : null,
            Columns = columns,
        };
    }

    // What could not be published need not be enforced; some statements that only the check for nulls refuses are kept, since documents may hold them.
    private T Publishable<T>(Func<T> create, Func<T, PortPolicy> policy)
    {
        while (true)
        {
            T statement = create();
            try
            {
                PolicyRules.Check(PortName.Parse(PolicyMesh.Port), policy(statement), schema, []);
                return statement;
            }
            catch (DataMeshException refused)
            {
                if (refused.Message.Contains("null", StringComparison.Ordinal) && dice.Chance(0.5))
                    return statement;
            }
        }
    }

    public Grant Grant(int number) => new()
    {
        Name = $"grant-{number}",
        To = Reached(canBeNobody: true),
        Purposes = dice.Chance(0.5) ? [] : Several(Purposes),
        ValidFrom = dice.Chance(0.15) ? TableGen.Epoch.AddDays(dice.Next(-30, 20)) : null,
        ValidUntil = dice.Chance(0.15) ? TableGen.Epoch.AddDays(dice.Next(-20, 30)) : null,
        Regions = dice.Chance(0.2) ? Several(Regions) : [],
        Gives = Sight(),
    };

    public PolicyRule Rule(int number)
    {
        Recipients bound = dice.Chance(0.6) ? new Recipients { When = dice.Chance(0.15) ? FilterGen.OnPrincipal(dice) : null } : Reached(canBeNobody: false);
        IReadOnlyList<Purpose> purposes = dice.Chance(0.8) ? [] : Several(Purposes);
        string name = $"rule-{number}";
        return dice.Next(8) switch
        {
            0 when dice.Chance(0.3) => new Prohibition { Name = name, For = bound, Purposes = purposes },
            0 or 1 => new Prohibition { Name = name, For = bound, Purposes = purposes, Columns = [dice.Pick(schema.Properties).Name] },
            2 => new Prohibition { Name = name, For = bound, Purposes = purposes, Rows = Condition() },
            3 or 4 => new RowFilter { Name = name, For = bound, Purposes = purposes, Rows = Condition() },
            5 => new ColumnMask { Name = name, For = bound, Purposes = purposes, Mask = dice.Pick(Mask.Null, Mask.Drop), AtLeast = dice.Pick(Classification.Confidential, Classification.Restricted, Classification.Internal) },
            6 => new ColumnMask { Name = name, For = bound, Purposes = purposes, Mask = dice.Pick(Mask.Null, Mask.Drop), Categories = dice.Pick(Category.Personal, Category.Financial, Category.Special | Category.Personal) },
            _ => ByName(name, bound, purposes),
        };
    }

    /// <summary>Agreements about the policy's offers: in force, past, to come, undecided.</summary>
    public List<AccessAgreement> Agreements(PortPolicy policy, ProductId provider) => [.. policy.Offers.SelectMany(o => Enumerable.Range(0, dice.Next(1, 2)).Select(_ => Agreement(o, provider)))];

    /// <summary>The same who asks, but for one respect, or none.</summary>
    public Asking Vary(Asking asking) => dice.Next(6) switch
    {
        0 or 1 => asking with { Principal = asking.Principal with { Attributes = Attributes() } },
        2 => asking with { Principal = asking.Principal with { Roles = RolesOf() } },
        3 => asking with { Purpose = Purpose() },
        4 => asking with { Region = Region() },
        _ => asking,
    };

    public MeshPrincipal Principal()
    {
        Dictionary<string, string> attributes = Attributes();
        List<string> roles = RolesOf();
        return dice.Next(4) switch
        {
            0 => new MeshPrincipal { Name = "sales-app", Kind = PrincipalKind.Domain, Domain = dice.Pick(Domains), Roles = roles, Attributes = attributes },
            1 or 2 => new MeshPrincipal { Name = dice.Pick([.. Users, "eve"]), Kind = PrincipalKind.User, Domain = dice.Chance(0.7) ? dice.Pick(Domains) : default, Roles = roles, Attributes = attributes },
            _ => new MeshPrincipal { Name = "product", Kind = PrincipalKind.Product, Product = otherProduct, Domain = dice.Pick(Domains), Roles = roles, Attributes = attributes },
        };
    }

    public static IReadOnlyList<Purpose> AllPurposes => [.. Purposes, DataMesh.Purpose.Parse("unheard")];

    private Dictionary<string, string> Attributes()
    {
        Dictionary<string, string> attributes = [];
        foreach (string attribute in FilterGen.AttributeNames.Take(2))
            if (dice.Chance(0.6))
                attributes[attribute] = dice.Pick("de", "fr", "abc", "");
        return attributes;
    }

    private List<string> RolesOf() => dice.Some([.. Roles, .. dice.Chance(0.1) ? (string[])["steward"] : []], 0.4);

    public Purpose Purpose() => dice.Chance(0.2) ? default : dice.Pick([.. Purposes, DataMesh.Purpose.Parse("unheard")]);

    public string? Region() => dice.Pick<string?>(null, "eu", "us");

    /// <summary>A mask that fits the column.</summary>
    public Mask MaskFor(SchemaProperty column)
    {
        List<Mask> masks = [Mask.None, Mask.Null];
        if (column.Constraints.AllowedValues is { Count: > 0 } allowed)
            return dice.Pick([.. masks, Mask.Constant(allowed[0])]);
        Kind kind = column.Type.Kind;
        if (kind is Kind.String or Kind.Int32 or Kind.Int64 or Kind.Float or Kind.Double or Kind.Decimal or Kind.Date or Kind.Timestamp)
            masks.Add(Mask.Constant(Constant(column)));
        if (kind is Kind.String or Kind.Binary or Kind.Uuid or Kind.Int64)
            masks.AddRange([Mask.Hash, Mask.HashIn(dice.Pick(MaskKeyScope.Port, MaskKeyScope.Domain, MaskKeyScope.Named(dice.Pick(KeyScopes))))]);
        masks.AddRange(kind switch
        {
            Kind.String => [Mask.KeepFirst(dice.Next(1, 3)), Mask.KeepLast(dice.Next(1, 3))],
            Kind.Int32 or Kind.Int64 or Kind.Float or Kind.Double or Kind.Decimal => [Mask.Bucket(dice.Pick(2, 4, 6, 10))],
            Kind.Date => [Mask.Month, Mask.Year],
            Kind.Timestamp => [Mask.Day, Mask.Month, Mask.Year],
            _ => (IEnumerable<Mask>)[],
        });
        return dice.Pick(masks);
    }

    private static ScalarValue Constant(SchemaProperty column) => column.Type.Kind switch
    {
        Kind.String => "hidden",
        Kind.Decimal => ScalarValue.From(0m),
        Kind.Float or Kind.Double => 0.0,
        Kind.Date => ScalarValue.From(new DateOnly(1970, 1, 1)),
        Kind.Timestamp => ScalarValue.From(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        _ => 0L,
    };

    private ColumnMask ByName(string name, Recipients bound, IReadOnlyList<Purpose> purposes)
    {
        SchemaProperty column = dice.Pick(schema.Properties);
        return new ColumnMask { Name = name, For = bound, Purposes = purposes, Mask = MaskFor(column) is var mask && mask is NoMask ? Mask.Null : mask, Columns = [column.Name] };
    }

    private Offer Offer(int number) => new() { Name = $"offer-{number}", Purposes = Several(Purposes), Regions = dice.Chance(0.15) ? Several(Regions) : [], Gives = Sight() };

    private AccessAgreement Agreement(Offer offer, ProductId provider) => new()
    {
        Id = dice.NextGuid(),
        Number = 1,
        Status = dice.Chance(0.85) ? AgreementStatus.Approved : dice.Pick(AgreementStatus.Rejected, AgreementStatus.Requested),
        Provider = dice.Chance(0.95) ? provider : otherProduct,
        Port = PortReference.Parse($"{PolicyMesh.Port}@1"),
        Consumer = dice.Next(3) switch
        {
            0 => new AgreementConsumer { Domain = dice.Pick(Domains), Product = otherProduct },
            1 => new AgreementConsumer { Domain = dice.Pick(Domains), User = dice.Pick(Users) },
            _ => new AgreementConsumer { Domain = dice.Pick(Domains) },
        },
        Purpose = dice.Pick(offer.Purposes),
        Offer = offer.Name,
        Start = dice.Chance(0.5) ? TableGen.Epoch.AddDays(dice.Next(-30, 5)) : null,
        End = dice.Chance(0.5) ? TableGen.Epoch.AddDays(dice.Next(-5, 30)) : null,
        RequestedBy = "somebody",
        RequestedAt = TableGen.Epoch.AddDays(-40),
        DecidedBy = "steward",
        DecidedAt = TableGen.Epoch.AddDays(-39),
    };

    private Sight Sight()
    {
        string[] names = [.. schema.Properties.Select(p => p.Name)];
        List<string>? columns = dice.Chance(0.4) ? null : dice.Some(names, 0.7);
        if (columns is { Count: 0 })
            columns.Add(names[0]);
        return new Sight
        {
            Rows = dice.Chance(0.35) ? null : Condition(),
            Columns = columns,
            Excluded = dice.Chance(0.2) ? [dice.Pick(names)] : [],
            Masks = [.. schema.Properties.Where(p => (columns is null || columns.Contains(p.Name)) && dice.Chance(0.5)).Select(p => new MaskedColumn { Column = p.Name, Mask = MaskFor(p) })],
        };
    }

    private Filter Condition() => new FilterGen(dice, schema.Properties, forPolicy: true).Next();

    private Recipients Reached(bool canBeNobody)
    {
        Recipients recipients = new()
        {
            Domains = dice.Some(Domains, 0.4),
            Roles = dice.Some(Roles, 0.35),
            Users = dice.Some(Users, 0.2),
            Products = dice.Chance(0.3) ? [otherProduct] : [],
            When = dice.Chance(0.15) ? FilterGen.OnPrincipal(dice) : null,
        };
        return recipients.IsEmpty && !(canBeNobody && dice.Chance(0.2)) ? recipients with { Domains = [dice.Pick(Domains)] } : recipients;
    }

    private List<T> Several<T>(IReadOnlyList<T> items) => dice.Some(items, 0.35) is { Count: > 0 } some ? some : [dice.Pick(items)];
}
