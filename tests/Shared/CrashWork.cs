using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests;

/// <summary>A row of which it is known which operation wrote it.</summary>
[DataSchema]
internal sealed partial record CrashRow
{
    [Key]
    public required long Id { get; init; }

    public required long Operation { get; init; }
}

/// <summary>An endless sequence of operations on three ports, which a program does and a test predicts: what an operation does follows from its number.</summary>
internal static class CrashWork
{
    private const int Ids = 400;

    public static readonly IReadOnlyList<(string Name, PublishMode Mode)> Ports = [("crash/log/rows", PublishMode.Append), ("crash/keyed/rows", PublishMode.Upsert), ("crash/whole/rows", PublishMode.Replace)];

    public static Mesh Open(string root) => Mesh.Create(root, m =>
    {
        foreach ((string name, PublishMode mode) in Ports)
            m.AddProduct<CrashRow>(name, p => p.Mode(mode));
    });

    /// <summary>The port that an operation changes.</summary>
    public static int PortOf(long number) => KindOf(number) switch { "append" => 0, "overwrite" => 2, "maintain" => (int)(number / 8 % 3), _ => 1 };

    public static string KindOf(long number) => (number % 8) switch { 0 or 3 => "append", 1 or 4 => "upsert", 2 => "overwrite", 5 => "delete", 6 => "upsert", _ => "maintain" };

    /// <summary>Does an operation, under a key of its own.</summary>
    public static async Task RunAsync(Mesh mesh, long number)
    {
        IOutputPort<CrashRow> port = mesh.Output<CrashRow>(Ports[PortOf(number)].Name);
        PublishOptions once = new() { IdempotencyKey = $"operation {number}" };
        await (KindOf(number) switch
        {
            "delete" => port.DeleteAsync(Filter.Between("id", number % Ids, number % Ids + 40), once),
            "maintain" => port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, KeepSnapshots = 2 }),
            _ => (Task)port.PublishAsync(Rows(number), once),
        });
    }

    /// <summary>The rows of a port after an operation.</summary>
    public static List<(long Id, long Operation)> After(IReadOnlyList<(long Id, long Operation)> rows, long number) => KindOf(number) switch
    {
        "append" => [.. rows, .. New(number)],
        "upsert" => [.. rows.ExceptBy(New(number).Select(r => r.Id), r => r.Id), .. New(number)],
        "overwrite" => [.. New(number)],
        "delete" => [.. rows.Where(r => r.Id < number % Ids || r.Id > number % Ids + 40)],
        _ => [.. rows],
    };

    private static IEnumerable<CrashRow> Rows(long number) => New(number).Select(r => new CrashRow { Id = r.Id, Operation = r.Operation });

    private static IEnumerable<(long Id, long Operation)> New(long number) => Enumerable.Range(0, 50).Select(i => ((number * 37 + i * 3) % Ids, number)).DistinctBy(r => r.Item1);
}
