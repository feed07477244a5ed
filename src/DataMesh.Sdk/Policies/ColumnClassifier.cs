using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Changes how a column is classified by a policy epoch of its own, without a release.</summary>
/// <remarks>
/// Stricter is possible wherever a provider acts. Laxer only where the product's code is at hand to say how strict it must stay: no process may go below what
/// code declares that it does not know.
/// </remarks>
internal sealed class ColumnClassifier(MeshRuntime runtime, ProviderSide side)
{
    private const string Operation = "classify";

    public async Task ClassifyAsync(PortReference port, string column, Classification level, Category categories, string reason, CancellationToken cancellationToken)
    {
        await runtime.RegisterAsync(cancellationToken).ConfigureAwait(false);
        ProductName product = port.Port.Product;
        ProductAmendment amendment = new(runtime.Services.Store);
        string by = "";
        long epoch = 0;
        bool changed = await amendment.RunAsync(product, Operation, async (current, token) =>
        {
            by = side.Demand(product, current?.Registration, Operation).Name;
            PolicyDocument policy = current!.Registration.Policy ?? throw Invalid(port, DataMeshErrorKind.CorruptData, "the policy of the product is missing or cannot be read. Register the product again.");
            PortBinding binding = Discovery.Candidates(current.Registration, port).FirstOrDefault() ?? throw Invalid(port, DataMeshErrorKind.NotFound, "the product has no such port.");
            if (Replace(policy, binding, await FindColumnAsync(binding, column, token).ConfigureAwait(false), level, categories) is not { } next)
                return null;
            PinnedFile file = await amendment.Files.CreateNumberedAsync(MeshLayout.Product(product), policy.Epoch + 1, MeshLayout.Policy,
                number => PolicyDocumentYaml.Write(next with { Epoch = number }), token).ConfigureAwait(false);
            epoch = file.Number;
            return current.Head with { Policy = file, Change = new HeadChange(by, runtime.Services.Time.GetUtcNow(), reason) };
        }, cancellationToken).ConfigureAwait(false);
        if (!changed)
            return;
        await runtime.ReloadAsync(product, cancellationToken).ConfigureAwait(false);
        Log.ColumnClassified(runtime.Services.Logger, column, port.Port.ToString(), level, epoch, by);
    }

    // The policy with the column changed; null when it says so already.
    private PolicyDocument? Replace(PolicyDocument document, PortBinding port, (SchemaProperty Property, int FieldId) column, Classification level, Category categories)
    {
        PortPolicy policy = document.Ports.FirstOrDefault(p => p.Port == port.Name.Port && p.Major == port.Contract.Version.Major)
            ?? throw Invalid(port.Reference, DataMeshErrorKind.InvalidRequest, "the policy has no entry for the port. Register the product again.");
        ColumnClassification known = policy.Columns.FirstOrDefault(c => c.FieldId == column.FieldId)
            ?? new ColumnClassification { FieldId = column.FieldId, Name = column.Property.Name, Level = Classification.Internal };
        ColumnClassification wanted = known with { Level = ColumnLevels.Effective(level, categories), Categories = categories };
        ColumnClassification? declared = runtime.FindDeclared(port) is { } code && code.Schema.Find(column.Property.Name) is { } property ? ColumnLevels.Of(property, code.Policy) : null;
        DemandAllowed(port.Reference, known, wanted, declared);
        ColumnClassification next = wanted with { Raised = declared is null ? wanted != known || known.Raised : wanted.Level != declared.Level || wanted.Categories != declared.Categories };
        if (next == known)
            return null;
        PortPolicy changed = policy with { Columns = Order([.. policy.Columns.Where(c => c.FieldId != known.FieldId), next], policy, port.Contract) };
        return document with { Ports = [.. document.Ports.Select(p => ReferenceEquals(p, policy) ? changed : p)] };
    }

    private static void DemandAllowed(PortReference port, ColumnClassification known, ColumnClassification wanted, ColumnClassification? declared)
    {
        if (IsAtLeast(wanted, known))
            return;
        if (declared is null)
            throw Invalid(port, DataMeshErrorKind.InvalidRequest, $"'{known.Name}' is {Describe(known)}, and this process does not have the code that says how strict it must stay. Make it laxer in the process that declares the product, in the version that is registered.");
        if (!IsAtLeast(wanted, declared))
            throw Invalid(port, DataMeshErrorKind.InvalidRequest, $"the declaring code says that '{known.Name}' is {Describe(declared)}. Change the code and register it to make it laxer than that.");
    }

    private static bool IsAtLeast(ColumnClassification column, ColumnClassification other) => column.Level >= other.Level && (other.Categories & ~column.Categories) == 0;

    private static string Describe(ColumnClassification column) => column.Categories == Category.None ? EnumText.Spell(column.Level) : $"{EnumText.Spell(column.Level)} ({string.Join(", ", CategoryText.Write(column.Categories).Items.OfType<YamlScalar>().Select(i => i.Text))})";

    // As a registration writes them, so that registering the same code again changes nothing.
    private static ColumnClassification[] Order(IReadOnlyList<ColumnClassification> columns, PortPolicy policy, DataContract contract)
    {
        HashSet<string> named = PolicyColumns.Of(policy).ToHashSet(StringComparer.Ordinal);
        string[] order = [.. contract.Schema.Properties.Select(p => p.Name)];
        return [.. columns.Where(c => c.Level != Classification.Internal || c.Categories != Category.None || c.KeepBounds || named.Contains(c.Name)).OrderBy(c => (uint)Array.IndexOf(order, c.Name))];
    }

    private async Task<(SchemaProperty Property, int FieldId)> FindColumnAsync(PortBinding port, string column, CancellationToken cancellationToken)
    {
        if (port.Contract.Schema.Find(column) is not { } property)
            throw Invalid(port.Reference, DataMeshErrorKind.InvalidRequest, $"it has no column '{column}'. Its columns are '{string.Join("', '", port.Contract.Schema.Properties.Select(p => p.Name))}'.");
        TableState? table = await runtime.Services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false);
        return table?.Schema.FieldsList.FirstOrDefault(f => f.Name == column)?.GetFieldId() is int field ? (property, field)
            : throw Invalid(port.Reference, DataMeshErrorKind.CorruptData, $"its table has no column '{column}' with a field id. Restore the table.");
    }

    private static DataMeshException Invalid(PortReference port, DataMeshErrorKind kind, string problem) =>
        new(kind, $"Cannot classify a column of '{port}': {problem}") { Product = port.Port.Product, Port = port.Port, Operation = Operation };
}
