using System.Globalization;

namespace DataMesh;

/// <summary>What a definition means for what is stored: computed without I/O, refused here when the two contradict each other.</summary>
internal sealed record RegistrationPlan
{
    private readonly List<ContractBreak> _breaks = [];

    /// <summary>The definition.</summary>
    public required ProductDefinition Definition { get; init; }

    /// <summary>What is stored; null for a product that does not exist.</summary>
    public required LoadedProduct? Current { get; init; }

    /// <summary>Ports the mesh has in a newer version; when there are any, nothing is to be written.</summary>
    public required IReadOnlyList<OutdatedPort> Outdated { get; init; }

    /// <summary>Ports that would break readers; when there are any, nothing is to be written.</summary>
    public IReadOnlyList<ContractBreak> Breaks => _breaks;

    /// <summary>Compares a definition with what is stored. Where the stored port is further along in its life than the code says, it stays there.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>.</exception>
    public static RegistrationPlan Create(ProductDefinition definition, LoadedProduct? current)
    {
        CheckDefinition(definition);
        RegistrationPlan plan = new() { Definition = Settle(definition, current), Current = current, Outdated = current is null ? [] : [.. FindOutdated(definition, current)] };
        if (plan.Outdated.Count > 0)
            plan.RefuseMixed();
        else
            foreach (PortDefinition port in plan.Definition.Ports)
                plan.CheckAgainstStored(port);
        return plan;
    }

    /// <summary>The stored entry of a declared port's major version; null when there is none.</summary>
    public OutputPortDescriptor? FindStored(PortDefinition port) =>
        Current?.Registration.Descriptor.OutputPorts.FirstOrDefault(p => (p.Name, p.Version.Major) == port.Key);

    /// <summary>The stored contract of a declared port's major version; null when there is none.</summary>
    public DataContract? FindStoredContract(PortDefinition port) =>
        Current?.Registration.Contracts.FirstOrDefault(c => (c.Port.Port, c.Version.Major) == port.Key);

    private static ProductDefinition Settle(ProductDefinition definition, LoadedProduct? current) => current is null ? definition : definition with
    {
        Ports = [.. definition.Ports.Select(port => port with
        {
            Contract = Settle(port, current.Registration.Contracts.FirstOrDefault(c => (c.Port.Port, c.Version.Major) == port.Key)),
        })],
    };

    private static DataContract Settle(PortDefinition port, DataContract? stored)
    {
        DataContract settled = LifecycleRules.Settle(port.Contract, stored);
        return port.IsCommitted || stored is null ? settled : settled with { Supplement = stored.Supplement };
    }

    private static IEnumerable<OutdatedPort> FindOutdated(ProductDefinition definition, LoadedProduct current)
    {
        foreach (IGrouping<string, PortDefinition> port in definition.Ports.GroupBy(p => p.Contract.Port.Port, StringComparer.Ordinal))
        {
            PortDefinition newest = port.MaxBy(p => p.Contract.Version)!;
            foreach (OutputPortDescriptor stored in current.Registration.Descriptor.OutputPorts.Where(p => p.Name == port.Key))
            {
                PortDefinition? declared = port.FirstOrDefault(p => p.Contract.Version.Major == stored.Version.Major);
                if ((declared ?? newest) is { Contract: { } contract } && contract.Version < stored.Version)
                    yield return new OutdatedPort(contract.Port, contract.Version, stored.Version);
            }
        }
    }

    private static void CheckDefinition(ProductDefinition definition)
    {
        if (definition.Ports.Select(p => p.Contract.Port).FirstOrDefault(p => p.Product != definition.Name) is { } stranger && stranger != default)
            throw Invalid(definition.Name, null, $"the contract '{stranger}' belongs to another product. Declare the port there.");
        PolicyRules.Check(definition.Name, definition.Stewards, definition.Purposes);
        foreach (PortDefinition port in definition.Ports)
        {
            DataContract contract = port.Contract;
            if (definition.Ports.Count(p => p.Key == port.Key) > 1)
                throw Invalid(definition.Name, contract.Port, $"major version {contract.Version.Major} is declared twice. Declare one version of each major version.");
            if (contract.Schema.Properties.Count == 0)
                throw Invalid(definition.Name, contract.Port, "the record has no columns. Add a property.");
            if (contract.Schema.Properties.GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } column)
                throw Invalid(definition.Name, contract.Port, $"two columns are called '{column.Key}'. Rename one with [Column].");
            if (contract.Partitioning.FirstOrDefault(f => contract.Schema.Find(f.Column) is null) is { } field)
                throw Invalid(definition.Name, contract.Port, $"it is partitioned by '{field.Column}', which is not a column. Partition by a column of the record.");
            if (contract.SortOrder.FirstOrDefault(f => contract.Schema.Find(f.Column) is null) is { } sorted)
                throw Invalid(definition.Name, contract.Port, $"it is sorted by '{sorted.Column}', which is not a column. Sort by a column of the record.");
            PolicyRules.Check(contract.Port, port.Policy, contract.Schema, contract.Partitioning, contract.SortOrder);
        }
    }

    private void RefuseMixed()
    {
        PortDefinition? newer = Definition.Ports.FirstOrDefault(p => FindStored(p)?.Version is var stored && (stored is null || p.Contract.Version > stored)
            && Outdated.All(o => (o.Port, o.Declared) != (p.Contract.Port, p.Contract.Version)));
        if (newer is not null)
            throw Invalid(Definition.Name, newer.Contract.Port, string.Create(CultureInfo.InvariantCulture,
                $"version {newer.Contract.Version} is new, but port '{Outdated[0].Port}' is declared as {Outdated[0].Declared} and stored as {Outdated[0].Stored}. Deploy code that is at least as new in every port."));
    }

    private void CheckAgainstStored(PortDefinition port)
    {
        if (FindStored(port) is not { } stored || FindStoredContract(port) is not { } contract)
            return;
        if (stored.Version == port.Contract.Version)
            CheckSameVersion(port, contract, stored.Format);
        else if (contract.Status == LifecycleStatus.Retired)
            throw Invalid(Definition.Name, port.Contract.Port, string.Create(CultureInfo.InvariantCulture,
                $"major version {contract.Version.Major} is retired, and that is for good. Declare what comes as {contract.Version.Major + 1}.0.0, or leave the port out."));
        else if (ContractChange.Breaking(port.Contract, contract) is { Count: > 0 } breaking)
            _breaks.Add(new ContractBreak(port, contract, breaking, string.Create(CultureInfo.InvariantCulture,
                $"version {port.Contract.Version} breaks readers of {contract.Version}: {ContractBreak.Summarize(breaking)}."), Remedy(contract.Version)));
        else if (ContractChange.InTable(port.Contract, contract, port.TableFormat, stored.Format) is { Count: > 0 } differences)
            throw Invalid(Definition.Name, port.Contract.Port, string.Create(CultureInfo.InvariantCulture,
                $"version {port.Contract.Version} changes {contract.Version} in a way that its table cannot follow: {string.Join("; ", differences)}. Raise the major version to {contract.Version.Major + 1}.0.0: it gets a table of its own, beside the old one."));
    }

    private void CheckSameVersion(PortDefinition port, DataContract contract, string storedFormat)
    {
        IReadOnlyList<string> differences = ContractChange.InVersion(port.Contract, contract, port.TableFormat, storedFormat);
        string remedy = $"A published version never changes: raise the version to {ContractChange.LeastVersion(port.Contract, contract)} or higher.";
        if (differences.Count > 0 && port.TableFormat == storedFormat && ContractChange.Breaking(port.Contract, contract) is { Count: > 0 } breaking)
            _breaks.Add(new ContractBreak(port, contract, breaking, StoredOtherwise(port, differences), remedy));
        else
            RefuseIfAny(port, differences, remedy);
    }

    private static string Remedy(SemanticVersion stored) => stored.Major == 0
        ? $"Raise the version to 0.{stored.Minor + 1}.0, or restore what it promised."
        : $"Raise the version to {stored.Major + 1}.0.0, which gets a table of its own beside the old one, or restore what it promised.";

    /// <summary>Refuses a contract whose version is stored with other content.</summary>
    public static void RefuseIfAny(PortDefinition port, IReadOnlyList<string> differences, string remedy)
    {
        if (differences.Count > 0)
            throw Invalid(port.Contract.Port.Product, port.Contract.Port, $"{StoredOtherwise(port, differences)} {remedy}");
    }

    private static string StoredOtherwise(PortDefinition port, IReadOnlyList<string> differences) =>
        string.Create(CultureInfo.InvariantCulture, $"version {port.Contract.Version} is stored with other content: {string.Join("; ", differences)}.");

    private static DataMeshException Invalid(ProductName product, PortName? port, string problem) =>
        new(DataMeshErrorKind.InvalidDefinition, $"Cannot register {(port is { } p ? $"port '{p}'" : $"product '{product}'")}: {problem}") { Product = product, Port = port, Operation = "register" };
}
