using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace DataMesh.Benchmarks;

/// <summary>What the figures depend on: machine, runtime, versions.</summary>
internal static class MachineFacts
{
    private static readonly (string Name, Type Type)[] Peers =
    [
        ("ParquetSharp", typeof(ParquetSharp.Arrow.FileReader)), ("Parquet.Net", typeof(Parquet.ParquetOptions)),
        ("DuckDB.NET", typeof(DuckDB.NET.Data.DuckDBConnection)), ("Apache.Arrow", typeof(Apache.Arrow.RecordBatch)),
    ];

    public static string Describe(DateTime date) => string.Create(CultureInfo.InvariantCulture, $"""
        {date:yyyy-MM-dd} · {Environment.ProcessorCount} cores, {Processor()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB · {RuntimeInformation.OSDescription} · {RuntimeInformation.FrameworkDescription}, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC
        Peers: {string.Join(" · ", Peers.Select(p => $"{p.Name} {Version(p.Type)}"))}. Load of the machine when the run began: {Load()}.
        """);

    private static string? Version(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString()
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ').Take(2)) + " (1 and 5 minutes)" : "not known";
}
