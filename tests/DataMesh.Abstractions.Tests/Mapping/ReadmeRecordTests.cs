using System.ComponentModel.DataAnnotations;
using Apache.Arrow;

namespace DataMesh.Tests.Mapping;

[DataSchema]
public sealed partial record OrderLine
{
    [Key] public required long Id { get; init; }
    [Classified(Classification.Confidential, Category.Personal)] public required string Email { get; init; }
    [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
}

public sealed class ReadmeRecordTests
{
    [Fact]
    public void The_record_of_the_README_comes_back_as_it_went()
    {
        OrderLine[] rows = [new() { Id = 1, Email = "a@b.c", Amount = 250m }, new() { Id = 2, Email = "", Amount = -0.01m }];

        Assert.Equal(rows, Codec.RoundTrip(rows));
    }

    [Fact]
    public void Its_annotations_are_the_contract()
    {
        SchemaObject schema = SchemaOf<OrderLine>();

        Assert.Equal("order_line", schema.Name);
        Assert.Equal(["id: long required", "email: string required", "amount: decimal(18,2) required"], schema.Properties.Select(p => $"{p.Name}: {p.Type}{(p.Required ? " required" : "")}"));
        Assert.Equal("id", Assert.Single(schema.Key).Name);
        Assert.Equal((Classification.Confidential, Category.Personal), (schema.Find("email")!.Classification, schema.Find("email")!.Categories));
    }

    private static SchemaObject SchemaOf<T>()
        where T : IDataSchema<T> => T.Schema;
}
