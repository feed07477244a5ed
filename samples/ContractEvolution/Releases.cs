using System.ComponentModel.DataAnnotations;

// In life these are one record in one file, at five commits. Here they lie side by side, so that one run can be all of them.
namespace ContractEvolution.First
{
    [DataSchema]
    public sealed partial record OrderLine
    {
        [Key] public required long Id { get; init; }
        public required string Email { get; init; }
        [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
    }
}

namespace ContractEvolution.Added
{
    [DataSchema]
    public sealed partial record OrderLine
    {
        [Key] public required long Id { get; init; }
        public required string Email { get; init; }
        [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
        public string? Coupon { get; init; }
    }
}

namespace ContractEvolution.Renamed
{
    [DataSchema]
    public sealed partial record OrderLine
    {
        [Key] public required long Id { get; init; }
        [FormerName("email")] public required string Customer { get; init; }
        [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
        public string? Coupon { get; init; }
    }
}

namespace ContractEvolution.Broken
{
    [DataSchema]
    public sealed partial record OrderLine
    {
        [Key] public required long Id { get; init; }
        public required string Customer { get; init; }
        public string? Coupon { get; init; }
    }
}

namespace ContractEvolution.Second
{
    [DataSchema]
    public sealed partial record OrderLine
    {
        [Key] public required long Id { get; init; }
        public required string Customer { get; init; }
        [Unit("ct")] public required long Cents { get; init; }
        public string? Coupon { get; init; }
    }
}

namespace ContractEvolution
{
    /// <summary>What finance uses of the lines, and nothing else: its own record, in its own application.</summary>
    [DataSchema]
    public sealed partial record Paid
    {
        public required long Id { get; init; }
        [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
    }

    [DataSchema]
    public sealed partial record Revenue
    {
        [Key] public required string Of { get; init; }
        [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
    }
}
