using System.Diagnostics;
using System.Globalization;
using DataMesh;
using Microsoft.Extensions.DependencyInjection;

// consumer <root> <domain> <purpose> search <words> | read <port> | sum <port> | watch <port>
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
        case "watch":
            // Reads, waits for a line that says that the access was revoked, and reads on until it is refused. No read may begin five seconds later and succeed.
            IInputPort watched = await mesh.OpenAsync(argument, purpose);
            Console.WriteLine((await CountAsync(watched)).ToString(CultureInfo.InvariantCulture));
            Console.ReadLine();
            long revoked = Stopwatch.GetTimestamp();
            for (bool late = false; !late; await Task.Delay(50))
            {
                late = Stopwatch.GetElapsedTime(revoked) > TimeSpan.FromSeconds(5);
                await CountAsync(watched);
            }
            Console.WriteLine("still allowed");
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

static async Task<long> CountAsync(IInputPort port)
{
    long rows = 0;
    await foreach (Apache.Arrow.RecordBatch batch in port.ReadBatchesAsync())
        using (batch)
            rows += batch.Length;
    return rows;
}

/// <summary>What this consumer uses of the port.</summary>
[DataSchema]
internal sealed partial record CustomerCity
{
    public required string City { get; init; }
}
