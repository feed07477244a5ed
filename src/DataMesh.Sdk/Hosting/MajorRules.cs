namespace DataMesh;

/// <summary>Which major versions of a port may be made from newer ones, and which are.</summary>
internal static class MajorRules
{
    /// <summary>Checks every major version that is made from a newer one.</summary>
    /// <exception cref="InvalidOperationException">It cannot be; the message says why and what to do.</exception>
    public static void Check(IReadOnlyList<PortDeclaration> ports)
    {
        foreach (PortDeclaration port in ports)
            if (port.Map is { } map)
                Check(port, map, FindNewer(port, ports));
    }

    /// <summary>The older major versions that a publish of one also publishes, each with the way of its rows, the oldest first.</summary>
    public static IReadOnlyList<OlderMajor> FindOlder(PortDeclaration newest, IReadOnlyList<PortDeclaration> ports) =>
        [.. ports.Where(p => p.Map is not null && p.Name == newest.Name).Select(p => Trace(p, newest, ports)).OfType<OlderMajor>().OrderBy(o => o.Port.Version)];

    /// <exception cref="InvalidOperationException">The major version is made from a newer one.</exception>
    public static void DemandOwnPublishes(PortDeclaration port)
    {
        if (port.Map is { } map)
            throw new InvalidOperationException($"The port '{Spell(port)}' is made from what is published to its newer major version (MapFrom): publish '{map.Newer.Name}' there, or leave MapFrom away.");
    }

    // From the newest version down, through versions that are made from newer ones themselves.
    private static OlderMajor? Trace(PortDeclaration port, PortDeclaration newest, IReadOnlyList<PortDeclaration> ports)
    {
        List<MajorMap> way = [];
        for (PortDeclaration? step = port; step?.Map is { } map; step = FindNewer(step, ports))
            way.Insert(0, map);
        return way[0].Newer == newest.Record ? new OlderMajor(port, way) : null;
    }

    private static PortDeclaration? FindNewer(PortDeclaration port, IReadOnlyList<PortDeclaration> ports) =>
        ports.FirstOrDefault(p => p.Name == port.Name && p.Record == port.Map?.Newer && p.Version.Major > port.Version.Major);

    private static void Check(PortDeclaration port, MajorMap map, PortDeclaration? newer)
    {
        if (newer is null)
            throw new InvalidOperationException($"The port '{Spell(port)}' is made from '{map.Newer.Name}' (MapFrom), but its product declares no newer major version of the port with that record: declare it with Output<{map.Newer.Name}>(\"{port.Name.Port}\", …) and a higher Version, or leave MapFrom away.");
        if (port.Derivation is not null || newer.Derivation is not null)
            throw new InvalidOperationException($"The port '{Spell(port)}' is made from '{Spell(newer)}' (MapFrom), and {(port.Derivation is not null ? "it" : $"'{Spell(newer)}'")} is derived: derive each of them from the inputs, with From or FromSql, and leave MapFrom away.");
        if (port.Mode != newer.Mode)
            throw new InvalidOperationException($"The port '{Spell(port)}' has the mode {port.Mode}, and '{Spell(newer)}', from which it is made (MapFrom), {newer.Mode}: what one publish does would differ. Give both the same Mode; where only one of the records has a key, declare it.");
        if (port.Mode == PublishMode.ReplacePartitions)
            throw new InvalidOperationException($"The port '{Spell(port)}' is made from '{Spell(newer)}' (MapFrom), and both replace partitions: nothing says that a row lies in the same partition of both, so rows could be lost. Use another Mode, or leave MapFrom away and publish each version by itself.");
    }

    private static string Spell(PortDeclaration port) => new PortReference(port.Name, port.Version.Major).ToString();
}

/// <summary>A major version that is made from a newer one, with the way of its rows, from the newest down.</summary>
internal sealed record OlderMajor(PortDeclaration Port, IReadOnlyList<MajorMap> Way);
