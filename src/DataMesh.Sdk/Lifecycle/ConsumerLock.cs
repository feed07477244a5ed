using System.Text;

namespace DataMesh;

/// <summary>The file <c>consumers.lock.json</c>: who uses which columns of which ports, as JSON that differs only where the use does.</summary>
internal static class ConsumerLock
{
    /// <summary>The content of the file.</summary>
    /// <param name="ports">The consumers of each port, a port by its name with the major version.</param>
    public static string Write(IReadOnlyDictionary<string, IReadOnlyList<PortConsumer>> ports)
    {
        StringBuilder text = new("{\n  \"version\": 1,\n  \"ports\": {");
        string separator = "\n";
        foreach ((string port, IReadOnlyList<PortConsumer> consumers) in ports.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(separator).Append("    ").Append(Quote(port)).Append(": [");
            text.AppendJoin(",", consumers.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => $"\n      {Write(c)}"));
            text.Append(consumers.Count == 0 ? "]" : "\n    ]");
            separator = ",\n";
        }
        return text.Append(ports.Count == 0 ? "}\n}\n" : "\n  }\n}\n").ToString();
    }

    private static string Write(PortConsumer consumer) =>
        $"{{ \"name\": {Quote(consumer.Name)}{(consumer.Columns is { } columns ? $", \"columns\": [{string.Join(", ", columns.Select(Quote))}]" : "")} }}";

    // Only what JSON demands is escaped, so that the file is YAML as well: an escaped half of a character is none there.
    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
            _ = rune.Value is '"' or '\\' ? quoted.Append('\\').Append((char)rune.Value) : quoted.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return quoted.Append('"').ToString();
    }
}
