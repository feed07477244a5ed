using System.Globalization;

namespace DataMesh;

/// <summary>Consumers in messages to the provider.</summary>
internal static class ConsumerText
{
    private const int MostNamed = 5;

    /// <summary>Who uses a port, and how that is known.</summary>
    public static string List(IReadOnlyList<PortConsumer> consumers) => Join(consumers, c => $"'{c.Name}' ({string.Join(", ", Evidence(c))})");

    private static string Join(IReadOnlyList<PortConsumer> consumers, Func<PortConsumer, string> spell) =>
        string.Join(", ", consumers.Take(MostNamed).Select(spell)) + (consumers.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {consumers.Count - MostNamed} more") : "");

    private static IEnumerable<string> Evidence(PortConsumer consumer)
    {
        if (consumer.IsDeclared)
            yield return "declares it as an input";
        if (consumer.AgreedUntil is { } until)
            yield return until == DateTimeOffset.MaxValue ? "agreement without an end" : string.Create(CultureInfo.InvariantCulture, $"agreement until {until.UtcDateTime:yyyy-MM-dd}");
        if (consumer.LastRead is { } read)
            yield return string.Create(CultureInfo.InvariantCulture, $"last read {read.UtcDateTime:yyyy-MM-dd}");
    }
}
