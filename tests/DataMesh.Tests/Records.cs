using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests;

[DataSchema]
[Description("One line of an order.")]
public sealed partial record OrderLine
{
    [Key]
    public required long Id { get; init; }

    [Description("The customer's e-mail address.")]
    public required string Customer { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amount { get; init; }

    public string? Coupon { get; init; }
}

/// <summary>What a consumer uses of it: fewer columns, its own record.</summary>
[DataSchema]
public sealed partial record Amount
{
    public required long Id { get; init; }

    [DecimalPrecision(18, 2)]
    [System.ComponentModel.DataAnnotations.Schema.Column("amount")]
    public required decimal Value { get; init; }
}

[DataSchema]
public sealed partial record Reading
{
    public required DateTime At { get; init; }

    [StringLength(8, MinimumLength = 2)]
    public required string Sensor { get; init; }

    [Range(-50.0, 150.0)]
    public double? Celsius { get; init; }
}

[DataSchema]
public sealed partial record Customer
{
    [Key]
    public required Guid Id { get; init; }

    public required string City { get; init; }

    [Classified(Classification.Confidential, Category.Personal)]
    public required string Email { get; init; }

    [Classified(Classification.Restricted)]
    public int? Score { get; init; }
}

[DataSchema]
public sealed partial record CustomerCity
{
    public required Guid Id { get; init; }

    public required string City { get; init; }
}

[DataSchema]
public sealed partial record CustomerMail
{
    public required Guid Id { get; init; }

    public string? Email { get; init; }
}

[DataSchema]
public sealed partial record CityTotal
{
    [Key]
    public required string Sensor { get; init; }

    public required long Readings { get; init; }

    public double? Warmest { get; init; }
}
