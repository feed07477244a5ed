using System.Reflection;

namespace DataMesh.Packages.Tests;

/// <summary>All packages, packed once under a version that no cache can hold, and a folder for scratch projects outside the repository.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    public string Root { get; } = FindRoot();

    public string Feed => Path.Combine(Root, "artifacts", "test-feed", Version);

    public string Scratch { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Scratch = Directory.CreateTempSubdirectory("datamesh-packages-").FullName;
        Directory.CreateDirectory(Feed);
        await DotNet.RunAsync(Root, "pack", "DataMesh.sln", "--no-build", "-c", Configuration, "-o", Feed, $"-p:Version={Version}", "-v", "quiet");
        await File.WriteAllTextAsync(Path.Combine(Scratch, "nuget.config"), NuGetConfig());
        await File.WriteAllTextAsync(Path.Combine(Scratch, "Directory.Build.props"), BuildProperties);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Scratch, recursive: true);
        Directory.Delete(Feed, recursive: true);
        return default;
    }

    /// <summary>Makes a project that references the package DataMesh and nothing else, and builds it.</summary>
    public async Task<string> BuildAsync(string name, string sdk, string program)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Scratch, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <ItemGroup>
                <PackageReference Include="DataMesh" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        await DotNet.RunAsync(folder, "build", "-c", "Release", "-o", Path.Combine(folder, "out"), "-v", "quiet");
        return Path.Combine(folder, "out", $"{name}.dll");
    }

    // What `dotnet new console` and `dotnet new web` write, with warnings as errors; for consoles with the AOT analyzers on (`MapPost` of a web app needs code generation anyway).
    private const string BuildProperties = """
        <Project>
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <WarningsNotAsErrors>NU1603;NU1900;NU1905</WarningsNotAsErrors>
            <IsAotCompatible Condition="'$(UsingMicrosoftNETSdkWeb)' != 'true'">true</IsAotCompatible>
            <InvariantGlobalization>true</InvariantGlobalization>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <!-- As on somebody's machine, also when these tests run in CI. -->
            <DataMeshWriteContracts Condition="'$(DataMeshWriteContracts)' == ''">true</DataMeshWriteContracts>
            <SelfContained>false</SelfContained>
          </PropertyGroup>
        </Project>
        """;

    private static string Configuration => typeof(PackedFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    // Our packages come from the feed into a folder of their own; what the build of the repository has restored already is used from where it is.
    private string NuGetConfig() => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{Path.Combine(Scratch, "packages")}" /></config>
          <packageSources><add key="local" value="{Feed}" /></packageSources>
          <fallbackPackageFolders><add key="machine" value="{GlobalPackages}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No DataMesh.sln above '{AppContext.BaseDirectory}'.");
    }
}
