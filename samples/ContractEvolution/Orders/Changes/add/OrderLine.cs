namespace Orders;

/// <summary>A line of an order, as other teams read it.</summary>
[DataSchema]
public sealed partial record OrderLine
{
    [Key] public required long Id { get; init; }
    public required string Email { get; init; }
    [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
    public string? Coupon { get; init; }
}
