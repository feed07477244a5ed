using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Generators.Tests;

public sealed class CachingTests
{
    private const string Source = """
        namespace Sales;
        public enum State { Open, Paid }
        [DataSchema, Description("One order.")]
        public partial record Order
        {
            [Key] public required long Id { get; init; }
            [Range(0, 9)] public int? Count { get; init; }
            [AllowedValues("a", "b"), FormerName("kind")] public string Code { get; init; } = "";
            public State State { get; init; }
        }
        [DataSchema] public partial record Bad { public decimal Amount { get; init; } }
        """;

    [Fact]
    public void An_edit_elsewhere_generates_nothing_again()
    {
        CSharpCompilation before = Compiler.Compile(Source);
        CSharpCompilation after = before.AddSyntaxTrees(Compiler.Parse("public class Unrelated { }", "unrelated.cs"));

        Assert.All(ReasonsAfter(before, after), r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, r.ToString()));
    }

    [Fact]
    public void An_edit_that_moves_nothing_in_the_same_file_leaves_the_output_unchanged()
    {
        CSharpCompilation before = Compiler.Compile(Source);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[1], Compiler.Parse(Source + "\npublic class Unrelated { }", "rows.cs"));

        Assert.All(ReasonsAfter(before, after), r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, r.ToString()));
    }

    [Fact]
    public void An_edit_of_an_attribute_generates_again()
    {
        CSharpCompilation before = Compiler.Compile(Source);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[1], Compiler.Parse(Source.Replace("[Range(0, 9)]", "[Range(0, 8)]", StringComparison.Ordinal), "rows.cs"));

        Assert.Contains(IncrementalStepRunReason.Modified, ReasonsAfter(before, after));
    }

    private static IncrementalStepRunReason[] ReasonsAfter(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorRunResult result = Compiler.CreateDriver().RunGenerators(before, TestContext.Current.CancellationToken)
            .RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        return [.. result.TrackedSteps[DataSchemaGenerator.ParseStep].Concat(result.TrackedOutputSteps.SelectMany(s => s.Value)).SelectMany(s => s.Outputs).Select(o => o.Reason)];
    }
}
