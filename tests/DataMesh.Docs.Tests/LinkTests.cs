using System.Text.RegularExpressions;

namespace DataMesh.Docs.Tests;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        string[] broken =
        [
            .. from path in Documents.All
               from Match link in Link().Matches(Fences().Replace(Documents.Read(path), ""))
               let target = link.Groups["target"].Value.Split('#')[0]
               where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
               where !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
               select $"{Documents.Relative(path)}: {target}",
        ];

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();
}
