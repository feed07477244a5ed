using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Docs.Tests;

/// <summary>The C# that is written from a contract is what a project with the package compiles, and says what the contract says.</summary>
public sealed class RecordFromContractTests
{
    [Fact]
    public void A_contract_becomes_a_record()
    {
        ContractDocument contract = new("orders", "1.0.0")
        {
            Schema =
            {
                new()
                {
                    Name = "order_line",
                    Description = "One row per order line.",
                    Properties =
                    {
                        new() { Name = "id", LogicalType = "integer", Required = true, PrimaryKey = true, PrimaryKeyPosition = 1, LogicalTypeOptions = new() { Minimum = 1 } },
                        new() { Name = "customer_email", LogicalType = "string", LogicalTypeOptions = new() { MaxLength = 200 }, Classification = "confidential" },
                        new() { Name = "NetAmount", LogicalType = "number", PhysicalType = "decimal(18,2)", Required = true, Description = "Without \"tax\"." },
                        new() { Name = "codes", LogicalType = "array", Items = new() { LogicalType = "string", Required = true } },
                        new() { Name = "address", LogicalType = "object", Properties = { new() { Name = "city", LogicalType = "string", Required = true } } },
                    },
                },
            },
        };

        string file = contract.ToCSharp(@namespace: "Shop");

        Assert.Equal("""
            using System;
            using System.Collections.Generic;
            using System.ComponentModel;
            using System.ComponentModel.DataAnnotations;
            using System.ComponentModel.DataAnnotations.Schema;
            using DataMesh;

            namespace Shop;

            [DataSchema]
            [Description("One row per order line.")]
            public sealed partial record OrderLine
            {
                [Key]
                [Range(typeof(long), "1", "9223372036854775807")]
                public required long Id { get; init; }

                [StringLength(200)]
                [Classified(Classification.Confidential)]
                public string? CustomerEmail { get; init; }

                [Column("NetAmount")]
                [Description("Without \"tax\".")]
                [DecimalPrecision(18, 2)]
                public required decimal NetAmount { get; init; }
                public IReadOnlyList<string>? Codes { get; init; }
                public Address? Address { get; init; }
            }

            public sealed record Address
            {
                public required string City { get; init; }
            }

            """.ReplaceLineEndings("\n"), file);
        Compile(file);
    }

    [Fact]
    public void An_example_with_everything_compiles() =>
        Compile(ContractDocument.Parse(File.ReadAllText(Path.Combine(Documents.Root, "tests", "standards", "own", "odcs", "every-section.odcs.yaml"))).ToCSharp("lines"));

    [Fact]
    public void Names_and_texts_of_strangers_stay_names_and_literals()
    {
        string[] hostile = ["\"; } class Evil { string x = \"", "class", "1st", "ü", "", "*/ // \\", "${X}", "Row", "Equals", "record", "x\u2028y", "A b-c", "classification", "a_bc", "ABc"];
        ContractDocument contract = new("orders", "1.0.0") { Schema = { new() { Name = hostile[0], Description = string.Concat(hostile) } } };
        foreach ((int i, string text) in hostile.Index())
            contract.Schema[0].Properties.Add(new()
            {
                Name = text.Length == 0 ? "x" : $"{text}",
                LogicalType = i % 3 == 0 ? "object" : "string",
                Description = text,
                Properties = { new() { Name = text.Length == 0 ? "y" : text, LogicalType = "boolean", Description = text } },
                LogicalTypeOptions = i % 3 == 0 ? null : new() { Pattern = text },
            });

        CSharpCompilation compilation = Compile(contract.ToCSharp());

        Assert.DoesNotContain("Evil", compilation.GlobalNamespace.GetTypeMembers().Select(t => t.Name));
    }

    [Theory]
    [InlineData("a\nb", "a\nc", "its name has no visible character, or control characters")]
    [InlineData(" ", "b", "its name has no visible character, or control characters")]
    [InlineData("a", "a", "its name appears twice")]
    public void A_name_that_no_column_can_have_is_refused(string first, string second, string expected)
    {
        ContractDocument contract = new("orders", "1.0.0") { Schema = { new() { Name = "a", Properties = { new() { Name = first, LogicalType = "string" }, new() { Name = second, LogicalType = "string" } } } } };

        Assert.Contains(expected, Assert.Throws<DataMeshException>(() => contract.ToCSharp()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_says_what_the_contract_says()
    {
        DataContract contract = new()
        {
            Port = "sales/orders/lines",
            Version = "1.0.0",
            Mode = PublishMode.Upsert,
            Schema = new SchemaObject
            {
                Name = "order_line",
                Description = "One line.",
                Properties =
                [
                    new() { Name = "line", Type = PhysicalType.Of(PhysicalTypeKind.Int32), Required = true, KeyPosition = 2, Constraints = new() { Minimum = 1L, Maximum = 99L, ExclusiveMaximum = true } },
                    new() { Name = "order", Type = PhysicalType.Of(PhysicalTypeKind.Uuid), Required = true, KeyPosition = 1 },
                    new() { Name = "at", Type = PhysicalType.Of(PhysicalTypeKind.Timestamp), Required = true, IsEventTime = true },
                    new() { Name = "email", Type = PhysicalType.Of(PhysicalTypeKind.String), Classification = Classification.Confidential, Categories = Category.Personal, Constraints = new() { MinimumLength = 3, MaximumLength = 200, Pattern = ".+@.+" } },
                    new() { Name = "state", Type = PhysicalType.Of(PhysicalTypeKind.String), Constraints = new() { AllowedValues = ["closed", "open"] }, FormerNames = ["status"] },
                    new() { Name = "amount", Type = PhysicalType.Decimal(18, 2), Unit = "EUR", Description = "Net." },
                    new() { Name = "weight", Type = PhysicalType.Of(PhysicalTypeKind.Float) },
                    new() { Name = "day", Type = PhysicalType.Of(PhysicalTypeKind.Date) },
                    new() { Name = "time", Type = PhysicalType.Of(PhysicalTypeKind.Time) },
                    new() { Name = "paid", Type = PhysicalType.Of(PhysicalTypeKind.Boolean) },
                    new() { Name = "scan", Type = PhysicalType.Of(PhysicalTypeKind.Binary) },
                    new() { Name = "prices", Type = PhysicalType.List(new() { Name = "", Type = PhysicalType.Decimal(9, 3), Required = true }) },
                    new() { Name = "labels", Type = PhysicalType.Map(new() { Name = "", Type = PhysicalType.Of(PhysicalTypeKind.String) }, new() { Name = "", Type = PhysicalType.Of(PhysicalTypeKind.Int64) }) },
                    new() { Name = "address", Type = PhysicalType.Struct([new() { Name = "city", Type = PhysicalType.Of(PhysicalTypeKind.String), Required = true, Constraints = new() { MaximumLength = 40 } }, new() { Name = "geo", Type = PhysicalType.Struct([new() { Name = "lat", Type = PhysicalType.Of(PhysicalTypeKind.Double) }]) }]) },
                ],
            },
        };

        SchemaObject schema = SchemaIn(Compile(ContractDocument.From(contract).ToCSharp()), "OrderLine");

        Assert.Empty(ContractComparison.Between(contract, contract with { Schema = schema }).Differences);
    }

    [Fact]
    public void What_has_no_type_is_named()
    {
        ContractDocument contract = new("orders", "1.0.0") { Schema = { new() { Name = "a", Properties = { new() { Name = "blob", PhysicalType = "geometry" } } }, new() { Name = "b" } } };

        DataMeshException error = Assert.Throws<DataMeshException>(() => contract.ToCSharp("a"));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains("'blob' has no C# type, because neither its logical nor its physical type is known", error.Message, StringComparison.Ordinal);
        Assert.Contains("name one of 'a', 'b'", Assert.Throws<ArgumentException>(() => contract.ToCSharp()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => contract.ToCSharp("c"));
    }

    private static CSharpCompilation Compile(string file)
    {
        CSharpCompilation compilation = SnippetCompiler.Compile(file, $"record_{Guid.NewGuid():n}", out ImmutableArray<Diagnostic> problems);
        Diagnostic[] grave = [.. problems.Where(p => p.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(grave.Length == 0, $"{string.Join('\n', grave.Take(20))}\n\n{file}");
        return compilation;
    }

    private static SchemaObject SchemaIn(CSharpCompilation compilation, string type)
    {
        using MemoryStream assembly = new();
        Assert.True(compilation.Emit(assembly).Success);
        Type record = Assembly.Load(assembly.ToArray()).GetType(type)!;
        return (SchemaObject)typeof(RecordFromContractTests).GetMethod(nameof(SchemaOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(record).Invoke(null, null)!;
    }

    private static SchemaObject SchemaOf<T>()
        where T : IDataSchema<T> => T.Schema;
}
