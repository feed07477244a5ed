using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

namespace DataMesh.Packages.Tests;

public sealed class ContentTests(PackedFeed feed)
{
    private static readonly string[] Packages =
        ["DataMesh", "DataMesh.Abstractions", "DataMesh.Adapters.Arrow", "DataMesh.Adapters.DuckDb", "DataMesh.Adapters.Iceberg", "DataMesh.Adapters.Parquet", "DataMesh.Adapters.ParquetSharp", "DataMesh.Sdk", "DataMesh.Testing"];

    public static TheoryData<string> Names => [.. Packages];

    [Fact]
    public void Exactly_the_shippable_projects_are_packed() =>
        Assert.Equal(Packages, Directory.EnumerateFiles(feed.Feed, "*.nupkg").Select(f => Path.GetFileName(f).Replace($".{feed.Version}.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_what_it_is_and_under_which_licence_and_brings_README_documentation_and_symbols(string name)
    {
        using ZipArchive package = Open(name);
        XElement metadata = Metadata(package);

        Assert.Equal("Apache-2.0", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.False(string.IsNullOrWhiteSpace(Value(metadata, "description")) || Value(metadata, "description") == "Package Description");
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
        Assert.True(File.Exists(Path.Combine(feed.Feed, $"{name}.{feed.Version}.snupkg")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_depends_on_our_other_packages_in_the_same_version(string name)
    {
        using ZipArchive package = Open(name);
        IEnumerable<XElement> ours = Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency" && ((string)e.Attribute("id")!).StartsWith("DataMesh", StringComparison.Ordinal));

        Assert.All(ours, d => Assert.Equal(feed.Version, (string?)d.Attribute("version")));
        Assert.Equal(name != "DataMesh.Abstractions", ours.Any());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_lists_all_that_it_depends_on(string name)
    {
        using ZipArchive package = Open(name);
        using Stream bill = package.GetEntry("_manifest/bom.cdx.json")!.Open();
        using JsonDocument document = JsonDocument.Parse(bill);
        JsonElement metadata = document.RootElement.GetProperty("metadata");
        Dictionary<string, string?> listed = document.RootElement.GetProperty("components").EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("scope").GetString());

        Assert.Equal((name, feed.Version), (metadata.GetProperty("component").GetProperty("name").GetString(), metadata.GetProperty("component").GetProperty("version").GetString()));
        Assert.False(metadata.TryGetProperty("timestamp", out _), "The same commit would make another package at another time.");
        Assert.All(Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency"), d => Assert.Equal("required", listed[(string)d.Attribute("id")!]));
    }

    [Fact]
    public void Abstractions_brings_the_generator_the_analyzers_and_the_code_fixes()
    {
        using ZipArchive package = Open("DataMesh.Abstractions");

        Assert.NotNull(package.GetEntry("analyzers/dotnet/cs/DataMesh.Generators.dll"));
        Assert.NotNull(package.GetEntry("analyzers/dotnet/cs/DataMesh.Generators.CodeFixes.dll"));
        Assert.NotNull(package.GetEntry("analyzers/dotnet/cs/YamlDotNet.dll"));
        Assert.NotNull(package.GetEntry("buildTransitive/DataMesh.Abstractions.targets"));
    }

    [Fact]
    public void DataMesh_brings_its_implicit_usings()
    {
        using ZipArchive package = Open("DataMesh");

        Assert.NotNull(package.GetEntry("buildTransitive/DataMesh.props"));
    }

    private ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(feed.Feed, $"{name}.{feed.Version}.nupkg"));

    private static XElement Metadata(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static string? Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
