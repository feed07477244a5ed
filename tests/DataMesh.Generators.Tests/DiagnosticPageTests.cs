using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

public sealed class DiagnosticPageTests
{
    public static TheoryData<string> Ids => [.. Descriptors.Select(d => d.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors =>
        typeof(DiagnosticDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (DiagnosticDescriptor)f.GetValue(null)!);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_page_with_its_title_that_the_help_link_names(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(d => d.Id == id);

        Assert.Equal($"docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, descriptor.HelpLinkUri)), StringComparison.Ordinal);
    }
}
