using System.Reflection;
using System.Xml.Linq;

namespace DataMesh.Rules.Tests;

/// <summary>The working copy that the tests were built from, and the assemblies of its packages.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(ProjectFile.Read)];

    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Projects.Where(p => p.Name is not ("DataMesh.Generators" or "DataMesh.Generators.CodeFixes")).Select(p => Assembly.Load(p.Name))];

    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No DataMesh.sln above '{AppContext.BaseDirectory}'.");
    }
}

/// <summary>What a project file says it references.</summary>
internal sealed record ProjectFile(string Name, string Folder, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public bool IsAdapter => Name.StartsWith("DataMesh.Adapters.", StringComparison.Ordinal);

    public static ProjectFile Read(string path)
    {
        XDocument file = XDocument.Load(path);
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            Path.GetDirectoryName(path)!,
            [.. Includes(file, "ProjectReference").Select(i => Path.GetFileNameWithoutExtension(i.Replace('\\', '/')))],
            [.. Includes(file, "PackageReference")]);
    }

    private static IEnumerable<string> Includes(XDocument file, string item) =>
        file.Descendants(item).Where(e => (string?)e.Attribute("PrivateAssets") != "all").Select(e => (string?)e.Attribute("Include")).OfType<string>();
}
