using System.Text;

namespace DataMesh;

/// <summary>What a contract's document says beyond what code says: sections that describe and are not enforced. Taken from the committed contract, stored with the port's, and never lost by what code changes.</summary>
internal static class ContractSupplement
{
    private const string Custom = "customProperties", Description = "description", Purpose = "purpose", Ours = "datamesh.";

    // What code that runs decides, wherever else it is said.
    private static readonly string[] _decided = ["apiVersion", "kind", "id", "version", "status", "domain", "schema", "servers", ServiceLevelYaml.Key];

    /// <summary>The name of the committed contract of a port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="major">The major version.</param>
    /// <param name="isLowest">True for the lowest of its major versions, whose file has the plain name.</param>
    public static string FileOf(PortName port, int major, bool isLowest) => $"{(isLowest ? port.ToString() : new PortReference(port, major).ToString()).Replace('/', '.')}.odcs.yaml";

    /// <summary>A declared contract with what a committed one says beyond it; whoever is named there owns it, and its search words count.</summary>
    /// <exception cref="DataMeshException">The committed contract cannot be understood; the message holds file, line and column.</exception>
    public static DataContract Complete(DataContract declared, string file, string yaml)
    {
        ContractDocument document = ContractDocument.Parse(yaml, file);
        // What these say is not taken over, so nothing of them may be carried either.
        document.Schema.Clear();
        document.Servers.Clear();
        document.ServiceLevels.Clear();
        YamlMapping committed = Parse(file, document.ToYaml());
        YamlMapping merged = ContractYaml.Write(declared with { Supplement = null }, tableFormat: null);
        Merge(merged, Pick(committed, merged));
        // As it will be read when it is stored, so that the two can be compared.
        DataContract read = ContractYaml.Read(YamlParser.Parse(file, YamlText.Write(file, merged)));
        return declared with { Owner = read.Owner, Tags = read.Tags, Supplement = read.Supplement };
    }

    /// <summary>What a document says beyond a contract that was read from it; null when that is nothing.</summary>
    public static string? Find(YamlMapping document, DataContract contract)
    {
        YamlMapping beyond = Pick(document, ContractYaml.Write(contract with { Supplement = null }, tableFormat: null));
        return beyond.Entries.Count == 0 ? null : Encoding.UTF8.GetString(YamlText.Write("supplement", beyond));
    }

    /// <summary>Puts a supplement into the document of its contract.</summary>
    public static void Apply(YamlMapping document, string supplement) => Merge(document, Parse("supplement", supplement));

    private static YamlMapping Parse(string name, string yaml) => YamlParser.Parse(name, YamlParser.Encode(name, yaml));

    private static YamlMapping Pick(YamlMapping document, YamlMapping said)
    {
        YamlMapping beyond = new();
        // In one order, wherever the sections stand: two supplements are compared as texts.
        foreach ((string key, YamlNode value) in document.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (_decided.Contains(key, StringComparer.Ordinal))
                continue;
            YamlNode? rest = (key, value) switch
            {
                (Custom, YamlSequence list) => list.Items.Any(IsOfOthers) ? new YamlSequence([.. list.Items.Where(IsOfOthers)]) : null,
                (Description, YamlMapping texts) => Without(texts, Purpose) is { Entries.Count: > 0 } others ? others : null,
                // Also an empty section: what is carried of it comes back into it.
                _ => YamlEquality.Same(value, said.Find(key)) ? null : value,
            };
            if (rest is not null)
                beyond.Add(key, rest);
        }
        return beyond;
    }

    private static void Merge(YamlMapping document, YamlMapping supplement)
    {
        foreach ((string key, YamlNode value) in supplement.Entries)
        {
            YamlNode merged = (document.Find(key), value) switch
            {
                // Those of others first: what is carried counts positions.
                (YamlSequence ours, YamlSequence others) when key == Custom => new YamlSequence([.. others.Items, .. ours.Items]),
                (YamlMapping ours, YamlMapping others) when key == Description => Both(ours, others),
                _ => value,
            };
            document.Set(key, merged);
        }
    }

    private static bool IsOfOthers(YamlNode item) =>
        (item as YamlMapping)?.Find("property") is not YamlScalar { Text: var name } || name == CarriedValues.Property || !name.StartsWith(Ours, StringComparison.Ordinal);

    private static YamlMapping Without(YamlMapping mapping, string key) => Both(new YamlMapping(), mapping, key);

    private static YamlMapping Both(YamlMapping one, YamlMapping other, string? without = null)
    {
        YamlMapping all = new();
        foreach ((string key, YamlNode value) in one.Entries.Concat(other.Entries))
            if (key != without)
                all.TryAdd(key, value);
        return all;
    }
}
