namespace DataMesh.Tests.Policies;

/// <summary>Small worlds by hand, for tests by example.</summary>
internal static class Fixed
{
    public static SchemaObject Schema(params (string Name, PhysicalTypeKind Kind, Classification Level)[] columns) => new()
    {
        Name = "fixed",
        Properties = [.. columns.Select(c => new SchemaProperty { Name = c.Name, Type = PhysicalType.Of(c.Kind), Classification = c.Level })],
    };

    public static SchemaObject People { get; } = Schema(
        ("id", PhysicalTypeKind.Int64, Classification.Internal), ("country", PhysicalTypeKind.String, Classification.Internal),
        ("email", PhysicalTypeKind.String, Classification.Confidential), ("salary", PhysicalTypeKind.Int64, Classification.Internal));

    public static List<ScalarValue[]> Rows { get; } =
        [.. Enumerable.Range(1, 12).Select(i => (ScalarValue[])[i, i % 3 == 0 ? "fr" : "de", $"person{i}@example.com", 1_000L + i])];

    /// <summary>A mesh with the people and a policy over them.</summary>
    public static async Task<PolicyMesh> PeopleAsync(PortPolicy policy, IReadOnlyList<PurposeDefinition>? purposes = null, int batchRows = 32_768)
    {
        PolicyMesh mesh = await PolicyMesh.CreateAsync(People, batchRows);
        await mesh.PublishAsync(Rows);
        await SetAsync(mesh, policy, purposes);
        return mesh;
    }

    public static async Task<PolicyDocument> SetAsync(PolicyMesh mesh, PortPolicy policy, IReadOnlyList<PurposeDefinition>? purposes = null)
    {
        IReadOnlyList<ColumnClassification> columns = await mesh.BindColumnsAsync();
        return await mesh.SetPolicyAsync(d => d with { Purposes = purposes ?? [], Ports = [policy with { Columns = columns }] });
    }

    public static PortPolicy Policy(params IReadOnlyList<Grant> grants) => new() { Port = "rows", Major = 1, Grants = grants };

    public static Grant To(string domain, Sight? gives = null, string? name = null) => new() { Name = name ?? $"to {domain}", To = new Recipients { Domains = [domain] }, Gives = gives ?? Sight.All };

    public static async Task<Answer> ReadAsync(PolicyMesh mesh, MeshPrincipal principal, Purpose purpose = default, string? region = null, ReadRequest? request = null) =>
        await Batches.ReadAsync((await mesh.Node(region).As(principal).OpenAsync(PolicyMesh.Port, purpose, TestContext.Current.CancellationToken)).ReadBatchesAsync(request, TestContext.Current.CancellationToken));
}
