using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>Measures one run of a contender in this process.</summary>
internal static class Probe
{
    private const double Mb = 1 << 20;

    public static async Task<(Sample Sample, Outcome Outcome)> MeasureAsync(Contender contender, int repeat)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        ResetPeak();
        double residentBefore = ReadStatus("VmRSS:");
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Outcome outcome = default;
        for (int i = 0; i < repeat; i++)
            outcome = await contender.Run();
        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        TimeSpan cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        double peak = ReadStatus("VmHWM:") - residentBefore;
        return (new Sample(cpu.TotalMilliseconds / repeat, wall.TotalMilliseconds / repeat, allocated / Mb / repeat, Math.Max(0, peak), outcome.FileBytes / Mb), outcome);
    }

    // Linux: the peak of the resident memory starts again at the present size.
    private static void ResetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static double ReadStatus(string field)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }
}
