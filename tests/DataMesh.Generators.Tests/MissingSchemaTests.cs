using DataMesh.Generators.CodeFixes;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

public sealed class MissingSchemaTests
{
    [Theory]
    [InlineData("_ = mesh.OpenAsync<Plain>(\"a/b/c\");")]
    [InlineData("_ = mesh.Output<Plain>(default);")]
    [InlineData("IInputPort<Plain>? port = null; _ = port;")]
    [InlineData("Ask(new Plain());")]
    public async Task A_type_argument_without_DataSchema_is_told_what_to_add(string statement)
    {
        Diagnostic found = Assert.Single((await Compiler.AnalyzeAsync(Program(statement))).DistinctBy(d => d.Location.SourceSpan));

        Assert.Equal("DMESH1001", found.Id);
        Assert.Equal("'Plain' is used as a data product type but has no [DataSchema]. Add [DataSchema] and make it partial.", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("_ = mesh.OpenAsync<Good>(\"a/b/c\"); Ask(new Good());")]
    [InlineData("_ = mesh.OpenAsync<NotPartial>(\"a/b/c\");")]
    [InlineData("_ = new List<Plain>();")]
    public async Task Other_uses_are_left_to_the_compiler_and_the_generator(string statement) => Assert.Empty(await Compiler.AnalyzeAsync(Program(statement)));

    [Fact]
    public async Task A_generic_method_may_pass_its_own_type_parameter_on() =>
        Assert.Empty(await Compiler.AnalyzeAsync("static class C { static void M<T>(IDataMesh mesh) where T : IDataSchema<T> => mesh.OpenAsync<T>(\"a/b/c\"); }"));

    [Theory]
    [InlineData("_ = mesh.OpenAsync<Plain>(\"a/b/c\");")]
    [InlineData("Ask(new Plain());")]
    public async Task The_code_fix_adds_the_attribute_and_partial(string statement)
    {
        string changed = (await Compiler.FixAsync(Program(statement), new AddSchemaCodeFix(), "AddSchema"))!;

        Assert.StartsWith("[DataSchema]\npublic partial record Plain;\n", changed.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(await Compiler.AnalyzeAsync(changed));
    }

    [Fact]
    public async Task The_code_fix_makes_types_around_it_partial_and_keeps_comments()
    {
        string changed = (await Compiler.FixAsync("""
            public static class Outer
            {
                /// <summary>A row.</summary>
                internal sealed class Row { public int A { get; set; } }

                static void M(IDataMesh mesh) => mesh.OpenAsync<Row>("a/b/c");
            }
            """, new AddSchemaCodeFix(), "AddSchema"))!;

        Assert.Equal("""
            public static partial class Outer
            {
                /// <summary>A row.</summary>
                [DataSchema]
                internal sealed partial class Row { public int A { get; set; } }

                static void M(IDataMesh mesh) => mesh.OpenAsync<Row>("a/b/c");
            }
            """, changed.ReplaceLineEndings("\n"));
    }

    private static string Program(string statement) => $$"""
        public record Plain;
        [DataSchema] public record NotPartial { public int A { get; init; } }
        [DataSchema] public partial record Good { public int A { get; init; } }
        static class C
        {
            static void Ask<T>(T row) where T : IDataSchema<T> { }
            static void M(IDataMesh mesh) { {{statement}} }
        }
        """;
}
