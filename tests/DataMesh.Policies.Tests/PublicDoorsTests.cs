namespace DataMesh.Tests.Policies;

/// <summary>No way out may be added without being put to the oracle.</summary>
public sealed class PublicDoorsTests
{
    /// <summary>Doors that give rows and are proven elsewhere in this project, by the test that does it.</summary>
    private static readonly Dictionary<string, string> _elsewhere = new()
    {
        ["IInputPort.GetContractAsync()"] = nameof(DescriptionTests),
        ["IInputPort.ListSnapshotsAsync()"] = nameof(DescriptionTests),
        ["IInputPort.CheckPromiseAsync()"] = nameof(CanaryTests),
        ["IInputPort.ExplainAccessAsync()"] = nameof(DescriptionTests),
        ["IMeshAccess.WhatWouldSeeAsync(PortReference, MeshPrincipal, Purpose, String)"] = nameof(DescriptionTests),
        ["IMeshCatalog.SearchAsync(String)"] = nameof(DescriptionTests),
        ["IMeshCatalog.ListAsync()"] = nameof(DescriptionTests),
        ["IMeshCatalog.FindAsync(ProductId)"] = nameof(DescriptionTests),
        ["IDataMesh.RefreshAsync(PortName)"] = nameof(DerivedTests),
        ["IDataMesh.RefreshIfChangedAsync(PortName)"] = nameof(DerivedTests),
    };

    /// <summary>Public members that give nothing of a port's rows, columns or snapshots, and why.</summary>
    private static readonly Dictionary<string, string> _harmless = new()
    {
        ["IInputPort.Source"] = "the name it was opened by",
        ["IDataMesh.Principal"] = "who asks",
        ["IDataMesh.Cursors"] = "the caller's own cursors, which give nothing without a decision",
        ["IDataMesh.Catalog"] = "gives IMeshCatalog",
        ["IDataMesh.Access"] = "gives IMeshAccess",
        ["IDataMesh.As(MeshPrincipal)"] = "gives IDataMesh",
        ["IDataMesh.Output<T>(PortName)"] = "the producer's side",
        ["IDataMesh.RegisterAsync()"] = "writes only",
        ["IDataMesh.ListRefreshesAsync(PortName)"] = "the producer's view of its own runs, without values (HostedRefreshTests)",
        ["IDataMesh.PublishRunAsync(Action<RunBuilder>, RunOptions)"] = "the producer's side",
        ["IDataMesh.ListRunsAsync(ProductName, Purpose)"] = "ids of the snapshots of ports that the principal may read (RunTests)",
        ["IDataMesh.BackfillAsync(PortName, IReadOnlyCollection<ScalarValue>)"] = "the producer's side: a refresh of some partitions (RebuildTests)",
        ["IMeshAccess.ListObligationsAsync()"] = "what the caller's own domain has to erase, without values (ObligationTests)",
        ["IMeshAccess.AcknowledgeAsync(Guid, String)"] = "writes the caller's own word",
        ["IMeshAccess.RequestAsync(PortReference, AccessRequest)"] = "gives the caller's own request",
        ["IMeshAccess.ListOwnAsync()"] = "the caller's own requests",
        ["IMeshAccess.ListAsync(ProductName)"] = "the provider's view of requests",
        ["IMeshAccess.ApproveAsync(ProductName, Guid, AccessApproval)"] = "the provider's decision",
        ["IMeshAccess.RejectAsync(ProductName, Guid, String)"] = "the provider's decision",
        ["IMeshAccess.RenewAsync(ProductName, Guid, DateTimeOffset)"] = "the provider's decision",
        ["IMeshAccess.RevokeAsync(ProductName, Guid, String)"] = "the provider's decision",
        ["IMeshAccess.ListAuditAsync(ProductName, DateTimeOffset)"] = "the provider's view of decisions, without values",
        ["IMeshAccess.RecallAsync(PortReference, Int64)"] = "the provider's view of decisions, without values",
        ["IMeshAccess.ClassifyAsync(PortReference, String, Classification, Category, String)"] = "writes only",
        ["IDataMesh.Lifecycle"] = "gives IMeshLifecycle",
        ["IMeshLifecycle.ActivateAsync(PortReference, String)"] = "the provider's act, which gives it its own contract (LifecycleTests)",
        ["IMeshLifecycle.DeprecateAsync(PortReference, Deprecation)"] = "the provider's act, which gives it its own contract (LifecycleTests)",
        ["IMeshLifecycle.RetireAsync(PortReference, Retirement)"] = "the provider's act, which gives it its own contract (LifecycleTests)",
        ["IMeshLifecycle.ListConsumersAsync(PortReference)"] = "the provider's view of consumers, without values (ConsumerTests)",
        ["IOutputPort.ReadQuarantineBatchesAsync(Guid)"] = "the producer's side: rows that are no part of a port, for the product itself and its stewards only (QuarantineTests)",
        ["IOutputPort.FastForwardAsync(String)"] = "the producer's act, which gives it its own snapshot (ReferenceTests)",
        ["SqlStatement.Named"] = "the ports that the caller put in",
        ["Mesh.Create(Action<IDataMeshBuilder>)"] = "gives IDataMesh",
        ["Mesh.Create(String, Action<IDataMeshBuilder>)"] = "gives IDataMesh",
    };

    [Fact]
    public void Every_public_member_that_reads_a_port_is_put_to_the_oracle()
    {
        HashSet<string> known = [.. ReadPaths.All.SelectMany(p => p.Members), .. _elsewhere.Keys, .. _harmless.Keys];

        string[] unknown = [.. PublicDoors.All.Except(known)];
        string[] gone = [.. known.Except(PublicDoors.All)];

        Assert.True(unknown.Length == 0, $"These members are in no suite: put them into ReadPaths, or say why they give nothing of a port.\n{string.Join("\n", unknown)}");
        Assert.True(gone.Length == 0, $"These members are no longer there:\n{string.Join("\n", gone)}");
    }
}
