using System.Globalization;
using DataMesh;
using Microsoft.Extensions.DependencyInjection;

// consumer <root> <domain> <purpose> search <words> | read <port> | sum <port>
if (args is not [string root, string domain, string purpose, string verb, string argument])
    return 2;
await using Mesh mesh = Mesh.Create(root, m => m.RunAs(domain));
try
{
    switch (verb)
    {
        case "search":
            await foreach (CatalogEntry entry in mesh.Catalog.SearchAsync(argument))
                Console.WriteLine($"{entry.Name}: {string.Join(", ", entry.Matches)}");
            break;
        case "read":
            await foreach (CustomerCity customer in (await mesh.OpenAsync<CustomerCity>(argument, purpose)).ReadAsync(c => c.City != "Bonn"))
                Console.WriteLine(customer.City);
            break;
        case "sum":
            Console.WriteLine((await mesh.QueryScalarAsync<long>($"select count(*) from {await mesh.OpenAsync(argument, purpose)}")).ToString(CultureInfo.InvariantCulture));
            break;
        default:
            return 2;
    }
    return 0;
}
catch (DataMeshException error)
{
    Console.WriteLine($"{error.Kind}: {error.Message}");
    return 1;
}

/// <summary>What this consumer uses of the port.</summary>
[DataSchema]
internal sealed partial record CustomerCity
{
    public required string City { get; init; }
}
