namespace PolicyTests;

[DataSchema]
public sealed partial record Customer
{
    [Key] public required long Id { get; init; }
    public required string Tenant { get; init; }
    public required string Country { get; init; }
    [EventTime] public required DateTime SignedUpAt { get; init; }
    [Classified(Classification.Confidential, Category.Personal)] public string? Name { get; init; }
    [Classified(Classification.Confidential, Category.Personal)] public string? Email { get; init; }
    [Classified(Classification.Confidential, Category.Personal)] public string? Phone { get; init; }
    [Classified(Classification.Confidential, Category.Financial), DecimalPrecision(18, 2)] public decimal? CreditLimit { get; init; }
}

[DataSchema]
public sealed partial record Order
{
    [Key] public required long Number { get; init; }
    [Classified(Classification.Confidential, Category.Personal)] public required string CustomerEmail { get; init; }
    [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
}
