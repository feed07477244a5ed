using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Rules.Tests;

/// <summary>A message that names a member must name one that exists.</summary>
public sealed partial class MessageTests
{
    private static readonly HashSet<string> TypeNames = [];
    private static readonly HashSet<string> MemberNames = [];

    static MessageTests()
    {
        foreach (Type type in Repository.Assemblies.SelectMany(a => a.GetExportedTypes()))
        {
            TypeNames.Add(BareName(type));
            MemberNames.UnionWith(type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Select(m => m.Name));
        }
    }

    [Fact]
    public void Every_member_that_a_message_tells_the_reader_to_use_exists()
    {
        string[] missing =
        [
            .. from path in Repository.Sources("src")
               from text in Texts(path)
               from name in Names(text)
               where !MemberNames.Contains(name)
               select $"{Path.GetRelativePath(Repository.Root, path)}: '{name}' in \"{text}\"",
        ];

        Rule.Holds(missing.Distinct());
    }

    [Fact]
    public void Every_member_that_a_message_names_with_its_type_exists_on_that_type()
    {
        Dictionary<string, Type[]> types = Repository.Assemblies.SelectMany(a => a.GetExportedTypes()).GroupBy(BareName).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

        string[] missing =
        [
            .. from path in Repository.Sources("src")
               from text in Texts(path)
               from Match match in TypeAndMember().Matches(text)
               where types.TryGetValue(match.Groups["type"].Value, out Type[]? candidates)
                   && !candidates.Any(t => t.GetMember(match.Groups["member"].Value, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy).Length > 0)
                   && !match.Groups["member"].Value.EndsWith("Exception", StringComparison.Ordinal)
               select $"{Path.GetRelativePath(Repository.Root, path)}: '{match.Value}'",
        ];

        Rule.Holds(missing.Distinct());
    }

    [Fact]
    public void The_search_for_names_finds_what_messages_look_like()
    {
        Assert.Equal(["UseLocalFiles", "OpenAsync", "RunAs"], Names("Call UseLocalFiles(…) first, then OpenAsync; or RunAs on the builder. Use it Additionally."));
        Assert.NotEmpty(Repository.Sources("src").SelectMany(Texts).SelectMany(Names));
    }

    private static IEnumerable<string> Names(string text) => NamedMember().Matches(text).Select(m => m.Value);

    private static IEnumerable<string> Texts(string path)
    {
        if (path.Contains($"{Path.DirectorySeparatorChar}Emission{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            return []; // code that is generated, not messages
        SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
        return root.DescendantNodes(n => n is not AttributeListSyntax || n.ToString().Contains("LoggerMessage", StringComparison.Ordinal)).Select(Text).OfType<string>();
    }

    private static string? Text(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText.Contains(' ', StringComparison.Ordinal) => literal.Token.ValueText,
        InterpolatedStringTextSyntax text => text.TextToken.ValueText,
        _ => null,
    };

    private static string BareName(Type type) => type.Name.Split('`')[0];

    [GeneratedRegex(@"(?<![\w.{])(?:(?:Use|Add|Map)[A-Z]\w*|[A-Z][a-z]\w*Async|RunAs)\b")]
    private static partial Regex NamedMember();

    [GeneratedRegex(@"(?<![\w.])(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)\b")]
    private static partial Regex TypeAndMember();
}
