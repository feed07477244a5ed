namespace DataMesh.Docs.Tests;

public sealed class CookbookTests
{
    private const string Namespace = "namespace PolicyTests;\n\n";

    private static readonly string _sample = Path.Combine(Documents.Root, "samples", "PolicyTests");

    public static TheoryData<string> Sources => [Path.Combine(_sample, "Records.cs"), .. Directory.EnumerateFiles(Path.Combine(_sample, "Recipes"), "*.cs")];

    /// <summary>So that what people copy is what has unit tests.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void The_cookbook_shows_the_code_of_the_sample(string path)
    {
        string code = Documents.Read(path);

        Assert.StartsWith(Namespace, code, StringComparison.Ordinal);
        Assert.Contains($"```csharp\n{code[Namespace.Length..]}```", Documents.Read(Path.Combine(Documents.Root, "docs", "policies", "cookbook.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_has_ten_recipes() => Assert.Equal(10, Directory.EnumerateFiles(Path.Combine(_sample, "Recipes"), "*.cs").Count());
}
