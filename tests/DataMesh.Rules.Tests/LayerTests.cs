using System.Reflection;

namespace DataMesh.Rules.Tests;

/// <summary>Who may reference whom: docs/decisions/0001.</summary>
public sealed class LayerTests
{
    private static readonly string[] AbstractionsPackages = ["Apache.Arrow", "Microsoft.Extensions.DependencyInjection.Abstractions"];

    private static readonly string[] SdkPackages =
    [
        "Microsoft.Extensions.Options", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "OpenTelemetry.Api", "YamlDotNet",
    ];

    private static readonly string[] EveryAdapter = ["Microsoft.Extensions.Options", "Microsoft.Extensions.Logging.Abstractions"];

    /// <summary>The vendor's packages of each adapter. A new adapter adds its line.</summary>
    private static readonly Dictionary<string, string[]> Vendors = new(StringComparer.Ordinal)
    {
        ["DataMesh.Adapters.Arrow"] = ["Apache.Arrow.Compression"],
        ["DataMesh.Adapters.ParquetSharp"] = ["ParquetSharp"],
        ["DataMesh.Adapters.Parquet"] = ["Parquet.Net", "Snappier", "System.IO.Hashing", "ZstdSharp.Port", "K4os.Compression.LZ4"],
        ["DataMesh.Adapters.Iceberg"] = ["System.IO.Hashing"],
        ["DataMesh.Adapters.DuckDb"] = ["DuckDB.NET.Data.Full"],
    };

    [Fact]
    public void Abstractions_depends_on_Arrow_and_the_DI_abstractions_only()
    {
        ProjectFile project = Project("DataMesh.Abstractions");

        Assert.Equal(AbstractionsPackages, project.Packages.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(project.Projects, p => p != "DataMesh.Generators");
        Assert.DoesNotContain(References("DataMesh.Abstractions"), r => !IsPlatform(r) && r is not ("Apache.Arrow" or "Apache.Arrow.Scalars" or "Microsoft.Extensions.DependencyInjection.Abstractions"));
    }

    [Fact]
    public void The_Sdk_references_Abstractions_and_no_adapter()
    {
        ProjectFile project = Project("DataMesh.Sdk");

        Assert.Equal(["DataMesh.Abstractions"], project.Projects);
        Rule.Holds(project.Packages.Except(SdkPackages));
        Assert.Equal(["DataMesh.Abstractions"], References("DataMesh.Sdk").Where(IsOurs));
    }

    [Fact]
    public void An_adapter_references_Abstractions_its_vendor_and_two_Microsoft_packages()
    {
        string[] wrong =
        [
            .. from project in Repository.Projects.Where(p => p.IsAdapter)
               from reference in project.Projects.Where(p => p != "DataMesh.Abstractions").Concat(project.Packages.Except(EveryAdapter).Except(Vendors.GetValueOrDefault(project.Name, [])))
               select $"{project.Name} references {reference}",
        ];

        Rule.Holds(wrong);
    }

    [Fact]
    public void A_compiled_adapter_uses_no_other_assembly_of_ours_than_Abstractions()
    {
        string[] wrong =
        [
            .. from project in Repository.Projects.Where(p => p.IsAdapter)
               from reference in References(project.Name).Where(r => IsOurs(r) && r != "DataMesh.Abstractions")
               select $"{project.Name} uses {reference}",
        ];

        Rule.Holds(wrong);
    }

    [Fact]
    public void Testing_references_the_Sdk_and_a_container_and_no_test_framework()
    {
        ProjectFile project = Project("DataMesh.Testing");

        Assert.Equal(["DataMesh.Sdk"], project.Projects);
        Assert.Equal(["Microsoft.Extensions.DependencyInjection"], project.Packages);
        Assert.Equal(["DataMesh.Abstractions", "DataMesh.Sdk"], References("DataMesh.Testing").Where(IsOurs).Order(StringComparer.Ordinal));
    }

    /// <summary>And Testing those of the Sdk, since what it asserts on is the code that decides; and the policy suite, which registers ports of random schemas and documents.</summary>
    [Fact]
    public void Only_its_own_tests_see_the_internals_of_an_assembly()
    {
        string[] wrong =
        [
            .. from assembly in Repository.Assemblies
               from friend in assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()
               where friend.AssemblyName != $"{assembly.GetName().Name}.Tests" && !(assembly.GetName().Name == "DataMesh.Sdk" && friend.AssemblyName is "DataMesh.Testing" or "DataMesh.Policies.Tests")
               select $"{assembly.GetName().Name} opens its internals to {friend.AssemblyName}",
        ];

        Rule.Holds(wrong);
    }

    [Fact]
    public void Every_package_has_a_README()
    {
        string[] without = [.. Repository.Projects.Where(p => p.Name != "DataMesh.Generators" && !File.Exists(Path.Combine(p.Folder, "README.md"))).Select(p => p.Name)];

        Rule.Holds(without);
    }

    private static ProjectFile Project(string name) => Repository.Projects.Single(p => p.Name == name);

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(r => r.Name!);

    private static bool IsOurs(string assembly) => assembly.StartsWith("DataMesh", StringComparison.Ordinal);

    private static bool IsPlatform(string assembly) => assembly.StartsWith("System.", StringComparison.Ordinal) || assembly is "System" or "netstandard" or "mscorlib";
}
