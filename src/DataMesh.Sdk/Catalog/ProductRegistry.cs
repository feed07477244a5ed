namespace DataMesh;

/// <summary>Registers products in a root. Idempotent, and safe among any number of processes.</summary>
/// <remarks>
/// Thread-safe. A registration writes contracts, tables, policy and descriptor first and the head last: the create of <c>heads/&lt;n&gt;.yaml</c> is the
/// commit. Who loses the race for a number reads what won, is done when that says the same, and otherwise adds the next head. Files and empty
/// tables of a lost race stay behind unreferenced.
/// </remarks>
internal sealed class ProductRegistry(MeshRoot root, TimeProvider time)
{
    private const int MostAttempts = 50;

    /// <summary>Makes the mesh say what a definition says.</summary>
    /// <remarks>
    /// Writes nothing when it does already. A definition that is older than what is stored changes nothing and is reported in the result. Ports that the
    /// definition does not name stay as they are.
    /// </remarks>
    /// <exception cref="DataMeshException">
    /// Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: the definition contradicts itself or what is stored. Kind
    /// <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>: the stored product cannot be read.
    /// </exception>
    /// <exception cref="BreakingChangeException">A port would break readers under a version that does not say so.</exception>
    public async Task<RegistrationResult> RegisterAsync(ProductDefinition definition, CancellationToken cancellationToken)
    {
        DocumentFiles files = new(root.Store);
        RegistrationReader reader = new(files);
        RegistrationAttempt attempt = new(files, root.Id, time);
        LoadedProduct? current = null;
        for (int i = 0; i < MostAttempts; i++)
        {
            current = await reader.LoadNewestAsync(definition.Name, current, cancellationToken).ConfigureAwait(false);
            RegistrationPlan plan = RegistrationPlan.Create(definition, current);
            if (plan.Outdated.Count > 0)
                return new RegistrationResult { Registration = current!.Registration, Changed = false, Outdated = plan.Outdated };
            if (plan.Breaks is [ContractBreak first, ..])
                throw first.Refuse(await TryFindConsumersAsync(current!, first, cancellationToken).ConfigureAwait(false));
            ProductHead? next = await attempt.PrepareAsync(plan, cancellationToken).ConfigureAwait(false);
            if (next is null)
                return new RegistrationResult { Registration = current!.Registration, Changed = false };
            if (!await attempt.TryCommitAsync(next, cancellationToken).ConfigureAwait(false))
                continue;
            LoadedProduct stored = await reader.LoadAsync(definition.Name, next.Number, current, cancellationToken).ConfigureAwait(false)
                ?? throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot register '{definition.Name}': the head that was just written is gone. Somebody deletes files of this mesh; stop that and register again.");
            return new RegistrationResult { Registration = stored.Registration, Changed = true };
        }
        throw new CommitConflictException($"Cannot register '{definition.Name}': other processes changed the product {MostAttempts} times in between. Register again.") { Product = definition.Name, Operation = "register" };
    }

    // The refusal stands whether or not everybody can be named.
    private async Task<IReadOnlyList<PortConsumer>?> TryFindConsumersAsync(LoadedProduct current, ContractBreak broken, CancellationToken cancellationToken)
    {
        try
        {
            PortBinding port = PortBinding.Find(current.Registration, new PortReference(broken.Stored.Port, broken.Stored.Version.Major))!;
            return await new ConsumerSearch([new ObjectStoreCatalog(root.Store, time)], new AuditFolder(root.Store, time), time.GetUtcNow()).FindAsync(port, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException)
        {
            return null;
        }
    }
}
