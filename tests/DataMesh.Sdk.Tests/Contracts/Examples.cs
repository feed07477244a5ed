namespace DataMesh.Tests;

/// <summary>One small product that many tests start from: sales/orders with the port lines.</summary>
internal static class Examples
{
    public static readonly ProductName Orders = "sales/orders";

    public static readonly ProductId Id = ProductId.Parse("urn:datamesh:0198c0de-0000-7000-8000-000000000001:0198c0de-0000-7000-8000-000000000002");

    public static SchemaObject Schema(params SchemaProperty[] more) => new()
    {
        Name = "order_line",
        Description = "One line of an order.",
        Properties =
        [
            new SchemaProperty { Name = "order_id", Type = PhysicalType.Of(PhysicalTypeKind.Int64), Required = true, KeyPosition = 1, Constraints = new() { Minimum = 1L } },
            new SchemaProperty { Name = "customer_email", Type = PhysicalType.Of(PhysicalTypeKind.String), Classification = Classification.Confidential, Categories = Category.Personal, Constraints = new() { MaximumLength = 200 } },
            new SchemaProperty { Name = "amount", Type = PhysicalType.Decimal(18, 2), Required = true, Unit = "EUR", Description = "Net price." },
            new SchemaProperty { Name = "ordered_at", Type = PhysicalType.Of(PhysicalTypeKind.Timestamp), Required = true, IsEventTime = true },
            .. more,
        ],
    };

    public static DataContract Contract(string version = "1.0.0", params SchemaProperty[] more) => new()
    {
        Port = new PortName(Orders, "lines"),
        Version = version,
        Description = "Revenue reporting.",
        Owner = "sales@shop.example",
        Tags = ["orders"],
        Schema = Schema(more),
        Mode = PublishMode.Upsert,
    };

    public static Grant Finance { get; } = new() { Name = "finance", To = new Recipients { Domains = ["finance"] }, Purposes = ["revenue"] };

    public static DataProductDescriptor Descriptor() => new()
    {
        Id = Id,
        Name = Orders,
        Description = "All orders of the shop.",
        Owner = "sales@shop.example",
        Tags = ["orders", "revenue"],
        OutputPorts = [new() { Name = "lines", Version = "1.0.0", TablePath = "sales/orders/ports/lines/v1-12345678", Format = "iceberg", Description = "One line of an order." }],
        InputPorts = [new() { Name = "customers", Source = "crm/customers/current@2", Purpose = "billing" }],
    };

    public static PolicyDocument Policy() => new()
    {
        Epoch = 1,
        Product = Id,
        Ports =
        [
            new PortPolicy
            {
                Port = "lines",
                Major = 1,
                Grants = [Finance, new Grant { Name = "auditors", To = new Recipients { Roles = ["auditor"] } }],
                Columns = [new() { FieldId = 2, Name = "customer_email", Level = Classification.Confidential, Categories = Category.Personal }],
            },
        ],
    };

    public static AccessAgreement Agreement(ProductId? provider = null) => new()
    {
        Id = Guid.Parse("0198c0de-0000-7000-8000-00000000000a"),
        Number = 2,
        Status = AgreementStatus.Approved,
        Provider = provider ?? Id,
        Port = "sales/orders/lines@1",
        Consumer = new AgreementConsumer { Domain = "marketing" },
        Purpose = "campaigns",
        Offer = "without-names",
        Justification = "Which regions to advertise in.",
        Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        End = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
        RequestedBy = "marketing",
        RequestedAt = new DateTimeOffset(2025, 12, 24, 18, 30, 0, TimeSpan.Zero),
        DecidedBy = "sales-steward",
        DecidedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
