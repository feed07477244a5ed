namespace DataMesh;

/// <summary>The law of a port's life: proposed, draft, active, deprecated, retired. Code moves it up to active, acts of the provider do the rest.</summary>
internal static class LifecycleRules
{
    /// <summary>Which of several major versions a reference without one means: the least, and of those the newest.</summary>
    public static int Rank(LifecycleStatus status) => status switch
    {
        LifecycleStatus.Active or LifecycleStatus.Deprecated => 0,
        LifecycleStatus.Draft => 1,
        LifecycleStatus.Proposed => 2,
        _ => 3,
    };

    /// <summary>Where a product stands whose ports stand so.</summary>
    public static LifecycleStatus OfProduct(IReadOnlyCollection<LifecycleStatus> ports) => ports.Count == 0 ? LifecycleStatus.Active
        : ports.MinBy(s => s switch { LifecycleStatus.Active => 0, LifecycleStatus.Deprecated => 1, LifecycleStatus.Draft => 2, LifecycleStatus.Proposed => 3, _ => 4 });

    /// <summary>A declared contract, as far along as the stored one is: code does not move a port back.</summary>
    public static DataContract Settle(DataContract declared, DataContract? stored) =>
        stored is not null && stored.Status > declared.Status ? declared with { Status = stored.Status, Deprecation = stored.Deprecation } : declared;

    /// <summary>The contract of a port that is in use again or at last.</summary>
    public static DataContract Activate(PortBinding port)
    {
        DemandNotRetired(port, "activate");
        return port.Contract with { Status = LifecycleStatus.Active, Deprecation = null };
    }

    /// <summary>The contract of a port whose end is announced.</summary>
    public static DataContract Deprecate(PortBinding port, Deprecation deprecation)
    {
        const string Operation = "deprecate";
        DemandNotRetired(port, Operation);
        if (port.Contract.Status is LifecycleStatus.Proposed or LifecycleStatus.Draft)
            throw Invalid(port.Reference, Operation, $"it is {Describe(port.Contract.Status)}, which nobody relies on. Retire it with RetireAsync, or say that it is in use with ActivateAsync.");
        if (deprecation.EndOfLife < deprecation.EndOfSupport)
            throw Invalid(port.Reference, Operation, $"EndOfLife ({deprecation.EndOfLife:yyyy-MM-dd}) is before EndOfSupport ({deprecation.EndOfSupport:yyyy-MM-dd}). Swap them, or name one.");
        return port.Contract with { Status = LifecycleStatus.Deprecated, Deprecation = deprecation == new Deprecation() ? null : deprecation };
    }

    /// <summary>The contract of a port that ends.</summary>
    /// <param name="port">The port.</param>
    /// <param name="retirement">How it ends.</param>
    /// <param name="consumers">Who uses it.</param>
    /// <param name="today">The day, in UTC.</param>
    public static DataContract Retire(PortBinding port, Retirement retirement, IReadOnlyList<PortConsumer> consumers, DateOnly today)
    {
        DataContract contract = port.Contract;
        if (!retirement.Force && contract.Status != LifecycleStatus.Retired && Objections(port, consumers, today) is { Length: > 0 } objections)
            throw Invalid(port.Reference, "retire", $"{string.Join("; ", objections)}. Wait until that is over, or set Force: then the next read of whoever still uses it fails.");
        Deprecation said = (contract.Deprecation ?? new Deprecation()) with { Reason = retirement.Reason };
        return contract with { Status = LifecycleStatus.Retired, Deprecation = retirement.Successor is { } successor ? said with { Successor = successor } : said };
    }

    /// <summary>The refusal of a move.</summary>
    public static DataMeshException Invalid(PortReference port, string operation, string problem, DataMeshErrorKind kind = DataMeshErrorKind.InvalidRequest) =>
        new(kind, $"Cannot {operation} '{port}': {problem}") { Product = port.Port.Product, Port = port.Port, Operation = operation };

    private static string[] Objections(PortBinding port, IReadOnlyList<PortConsumer> consumers, DateOnly today) =>
    [
        .. port.Contract.Status == LifecycleStatus.Active ? ["it is active, and its end was not announced with DeprecateAsync"] : Array.Empty<string>(),
        .. port.Contract.Deprecation?.EndOfLife is { } end && today <= end ? [$"it was promised to be there until {end:yyyy-MM-dd}"] : Array.Empty<string>(),
        .. consumers.Count > 0 ? [$"it is in use by {ConsumerText.List(consumers)}"] : Array.Empty<string>(),
    ];

    private static void DemandNotRetired(PortBinding port, string operation)
    {
        if (port.Contract.Status == LifecycleStatus.Retired)
            throw Invalid(port.Reference, operation, $"it is retired, and that is for good. Give what comes a new major version, for example {port.Contract.Version.Major + 1}.0.0.");
    }

    private static string Describe(LifecycleStatus status) => status == LifecycleStatus.Draft ? "a draft" : EnumText.Spell(status);
}
