namespace DataMesh;

/// <summary>What happens to reads while decisions cannot be recorded.</summary>
public enum AuditMode
{
    /// <summary>Records wait in memory and are written in the background; when <see cref="AuditOptions.BufferRecords"/> wait, further reads are denied. A process that is killed loses what waits.</summary>
    Buffer = 0,

    /// <summary>A read begins only after its decision is recorded durably; while that fails, reads are denied.</summary>
    Require = 1,
}
