namespace DataMesh.Benchmarks;

/// <summary>What one run cost.</summary>
/// <param name="CpuMs">CPU time of the process, all threads.</param>
/// <param name="WallMs">Time that passed.</param>
/// <param name="AllocatedMb">Managed memory that was allocated.</param>
/// <param name="PeakRssMb">Growth of the resident memory at its peak over the start of the run.</param>
/// <param name="FileMb">Bytes of the files that were written; null when none were.</param>
internal sealed record Sample(double CpuMs, double WallMs, double AllocatedMb, double PeakRssMb, double? FileMb)
{
    /// <summary>Medians, and the largest peak: memory that an allocator keeps hides the peaks of later rounds.</summary>
    public static Sample Summarize(IReadOnlyList<Sample> samples) => new(
        Median(samples.Select(s => s.CpuMs)), Median(samples.Select(s => s.WallMs)), Median(samples.Select(s => s.AllocatedMb)),
        samples.Max(s => s.PeakRssMb), samples[0].FileMb);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
