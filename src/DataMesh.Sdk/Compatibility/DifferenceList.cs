namespace DataMesh;

/// <summary>Collects differences, with the place that is being compared.</summary>
/// <param name="found">All differences so far.</param>
/// <param name="path">The place.</param>
/// <param name="name">What summaries call the place.</param>
internal sealed class DifferenceList(List<FoundDifference> found, string path, string name)
{
    /// <summary>What summaries call the place.</summary>
    public string Name => name;

    /// <summary>A place below this one that summaries know by its own name.</summary>
    public DifferenceList At(string step, string stepName) => new(found, $"{path}/{step}", stepName);

    /// <summary>A place below this one.</summary>
    public DifferenceList At(string step) => At(step, name);

    /// <summary>Adds the difference of this place; nothing when there is none.</summary>
    public void Add(ChangeRule rule, YamlNode? former, YamlNode? current, string summary) => found.Add(new(rule, path, former, current, summary));

    /// <summary>Adds a difference of the value of a key unless there is none.</summary>
    public void Compare(ChangeRule rule, string key, YamlMapping former, YamlMapping current)
    {
        (YamlNode? before, YamlNode? after) = (former.Find(key), current.Find(key));
        if (!YamlEquality.Same(before, after))
            At(key).Add(rule, before, after, $"{key} of {name} {Verb(before, after)}");
    }

    /// <summary>What happened to a value, for summaries.</summary>
    public static string Verb(YamlNode? former, YamlNode? current) => (former, current) switch
    {
        (null, _) => "was added",
        (_, null) => "was removed",
        (YamlScalar a, YamlScalar b) => $"changed from {a.Quoted} to {b.Quoted}",
        _ => "changed",
    };
}
