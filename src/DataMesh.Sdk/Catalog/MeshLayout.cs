using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Where things lie below a mesh root; described in <c>docs/protocol/layout.md</c>.</summary>
internal static class MeshLayout
{
    /// <summary>The version of the layout that this library reads and writes.</summary>
    public const int Version = 1;

    private const string ContractSuffix = ".odcs.yaml";
    private const string RunSuffix = ".oors.yaml";

    /// <summary>The folder of what a domain consumes without being a product. No product can be called so.</summary>
    public const string DomainConsumer = "_consumer";

    /// <summary>The file that makes a folder a mesh root.</summary>
    public static ObjectPath RootFile => "datamesh.yaml";

    /// <summary>The folder of a product.</summary>
    public static ObjectPath Product(ProductName product) => product.ToString();

    /// <summary>The folder of a product's heads.</summary>
    public static ObjectPath Heads(ProductName product) => $"{product}/heads";

    /// <summary>A head.</summary>
    public static ObjectPath Head(ProductName product, long number) => Heads(product) / Numbered(number);

    /// <summary>A descriptor, relative to the product's folder.</summary>
    public static string Descriptor(long number) => $"product/{Numbered(number)}";

    /// <summary>The hint copy of the newest descriptor.</summary>
    public static ObjectPath DescriptorHint(ProductName product) => $"{product}/product.yaml";

    /// <summary>A contract, relative to the product's folder.</summary>
    public static string Contract(string port, SemanticVersion version) => $"contracts/{port}/{version}{ContractSuffix}";

    /// <summary>A contract that says again what a version says, with another place in its life; numbers begin with 2. Relative to the product's folder.</summary>
    public static string Contract(string port, SemanticVersion version, long number) => string.Create(CultureInfo.InvariantCulture, $"contracts/{port}/{version}.{number}{ContractSuffix}");

    /// <summary>A policy document, relative to the product's folder.</summary>
    public static string Policy(long epoch) => $"policy/{Numbered(epoch)}";

    /// <summary>A state of an access agreement, relative to the product's folder. Only the provider writes there.</summary>
    public static string Agreement(DomainName consumer, Guid id, long number) => $"agreements/{consumer}/{id:D}/{Numbered(number)}";

    /// <summary>The folder of the requests that a consumer makes, in its own prefix: as a product, or as a domain when <paramref name="product"/> is null.</summary>
    public static ObjectPath Requests(DomainName consumer, string? product) => $"{consumer}/{product ?? DomainConsumer}/requests";

    /// <summary>A request for access in a folder of requests.</summary>
    public static ObjectPath Request(ObjectPath requests, Guid id) => requests / $"{id:D}/{Numbered(1)}";

    /// <summary>The folder of the cursors with which a group of a consumer follows a port, in the consumer's own prefix.</summary>
    public static ObjectPath Cursors(DomainName consumer, string? product, string group, PortReference port) =>
        string.Create(CultureInfo.InvariantCulture, $"{consumer}/{product ?? DomainConsumer}/cursors/{group}/{port.Port}/v{port.Major}");

    /// <summary>The folder of a new table. Chosen once: afterwards the descriptor says where the table lies.</summary>
    public static ObjectPath Table(PortName port, int major, Guid tableId) =>
        string.Create(CultureInfo.InvariantCulture, $"{port.Product}/ports/{port.Port}/v{major}-{ShortId(tableId)}");

    /// <summary>The table of rows that publishes under a contract version did not accept, beside no reader's prefix: it follows the place of the port's own table.</summary>
    public static ObjectPath Quarantine(ObjectPath table, SemanticVersion version) => Private(table, "quarantine") / version.ToString();

    /// <summary>What is recorded of one run that published, or tried to.</summary>
    public static ObjectPath Run(ObjectPath table, Guid run) => Runs(table) / $"{run:D}{RunSuffix}";

    /// <summary>The folder of the records of a port's runs.</summary>
    public static ObjectPath Runs(ObjectPath table) => Private(table, "runs");

    /// <summary>The run of a record by its file name; null when the name is none.</summary>
    public static Guid? TryParseRun(string fileName) =>
        fileName.EndsWith(RunSuffix, StringComparison.Ordinal) && Guid.TryParseExact(fileName[..^RunSuffix.Length], "D", out Guid run) ? run : null;

    /// <summary>The legal holds of a port, numbered files.</summary>
    public static ObjectPath Holds(ObjectPath table) => Private(table, "holds");

    /// <summary>The records of a derived port's refreshes, one file for each.</summary>
    public static ObjectPath Refreshes(ObjectPath table) => Private(table, "refreshes");

    /// <summary>Who does a kind of work for a port at the moment, numbered files.</summary>
    public static ObjectPath Leases(ObjectPath table, string work) => Private(table, "leases") / work;

    /// <summary>What is recorded of one erasure: that it began, and how it ended.</summary>
    public static ObjectPath Erasure(ObjectPath table, Guid id, long number) => Erasures(table) / $"{id:D}/{Numbered(number)}";

    /// <summary>The folder of the records of a port's erasures, one folder for each.</summary>
    public static ObjectPath Erasures(ObjectPath table) => Private(table, "erasures");

    /// <summary>What a domain has to erase because a product did; only the provider writes there.</summary>
    public static ObjectPath Obligations(ProductName provider, DomainName consumer) => Product(provider) / $"obligations/{consumer}";

    /// <summary>An obligation to erase.</summary>
    public static ObjectPath Obligation(ProductName provider, DomainName consumer, Guid id) => Obligations(provider, consumer) / $"{id:D}.yaml";

    /// <summary>That an obligation is fulfilled, in the prefix of the consumer: a product, or the domain when <paramref name="product"/> is null.</summary>
    public static ObjectPath Acknowledgement(DomainName consumer, string? product, Guid obligation) => $"{consumer}/{product ?? DomainConsumer}/erasures/{obligation:D}.yaml";

    /// <summary>The contracts of a port, one file for each version.</summary>
    public static ObjectPath Contracts(PortName port) => Product(port.Product) / $"contracts/{port.Port}";

    /// <summary>The version by the file name of a contract; null when the name is not one.</summary>
    public static SemanticVersion? TryParseContract(string fileName) =>
        fileName.EndsWith(ContractSuffix, StringComparison.Ordinal) && SemanticVersion.TryParse(fileName[..^ContractSuffix.Length], CultureInfo.InvariantCulture, out SemanticVersion version) ? version : default(SemanticVersion?);

    /// <summary>The records of runs over several ports of a product, one file for each that is complete.</summary>
    public static ObjectPath ProductRuns(ProductName product) => Product(product) / "runs";

    /// <summary>The record of a complete run over several ports.</summary>
    public static ObjectPath ProductRun(ProductName product, Guid run) => ProductRuns(product) / $"{run:D}.yaml";

    /// <summary>The run of such a record by its file name; null when the name is none.</summary>
    public static Guid? TryParseProductRun(string fileName) =>
        fileName.EndsWith(".yaml", StringComparison.Ordinal) && Guid.TryParseExact(fileName[..^".yaml".Length], "D", out Guid run) ? run : null;

    /// <summary>All table folders of a major version, as a pattern for people and file readers.</summary>
    public static string TablePattern(PortName port, int major) =>
        string.Create(CultureInfo.InvariantCulture, $"{port.Product}/ports/{port.Port}/v{major}-*");

    /// <summary>The number of a numbered file by its name; null when the name is not one.</summary>
    public static long? TryParseNumber(string fileName) =>
        fileName.EndsWith(".yaml", StringComparison.Ordinal) && fileName[0] is >= '1' and <= '9'
        && long.TryParse(fileName.AsSpan(0, fileName.Length - ".yaml".Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The name of a numbered file.</summary>
    public static string Numbered(long number) => string.Create(CultureInfo.InvariantCulture, $"{number}.yaml");

    // <domain>/<product>/ports/<port>/<folder> and <domain>/<product>/private/<kind>/<port>/<folder>.
    private static ObjectPath Private(ObjectPath table, string kind)
    {
        string[] segments = table.ToString().Split('/');
        return $"{segments[0]}/{segments[1]}/private/{kind}/{string.Join('/', segments[3..])}";
    }

    // The last digits of a UUIDv7 are random; the first are the time and would be equal for tables made in the same minute.
    private static string ShortId(Guid tableId) => tableId.ToString("N")[^8..];
}
