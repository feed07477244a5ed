using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>Tells a consumer that an agreement it reads under ends: 30, 7 and 1 days ahead, each once per process and end.</summary>
internal sealed class ExpiryWarnings(TimeProvider time, ILogger logger)
{
    private static readonly int[] Thresholds = [1, 7, 30];

    private readonly ConcurrentDictionary<(Guid Agreement, DateTimeOffset End, int Days), bool> _given = new();

    /// <summary>Warns where it is time to.</summary>
    /// <param name="port">The port that is read.</param>
    /// <param name="agreements">The agreements that give the sight.</param>
    public void Warn(PortBinding port, IReadOnlyList<Guid> agreements)
    {
        foreach (Guid id in agreements)
            if (port.Product.Agreements.FirstOrDefault(a => a.Id == id) is { End: { } end })
                Warn(port, id, end, end - time.GetUtcNow());
    }

    private void Warn(PortBinding port, Guid agreement, DateTimeOffset end, TimeSpan left)
    {
        foreach (int days in Thresholds)
            if (left <= TimeSpan.FromDays(days))
            {
                if (_given.TryAdd((agreement, end, days), true))
                    Log.AgreementEnding(logger, port.Name.ToString(), agreement, end, days);
                return;
            }
    }
}
