namespace DataMesh;

/// <summary>Makes audit records of decisions.</summary>
internal static class AuditRecords
{
    /// <summary>The record of a read that begins.</summary>
    public static AuditRecord Of(EnforcementScan scan) => Of(scan.Port, scan.Decision, scan.Reader, scan.Now) with { Snapshot = scan.Snapshot?.Id };

    /// <summary>The record of a denial.</summary>
    public static AuditRecord Denied(PortBinding port, AccessDecision decision, DateTimeOffset now) => Of(port, decision, decision.Principal, now) with { IsAllowed = false };

    private static AuditRecord Of(PortBinding port, AccessDecision decision, MeshPrincipal? reader, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Principal = reader?.Name,
        Domain = reader?.Domain ?? default,
        Purpose = decision.Purpose,
        Product = port.Product.Descriptor.Id,
        Port = port.Reference,
        IsAllowed = decision.IsAllowed,
        PolicyEpoch = decision.PolicyEpoch,
        Rules = [.. decision.Rules],
        Agreements = decision.Agreements,
    };
}
