namespace DataMesh;

/// <summary>How decisions about reads are recorded.</summary>
public sealed class AuditOptions
{
    /// <summary>What happens to reads while decisions cannot be recorded.</summary>
    /// <value>Default <see cref="AuditMode.Buffer"/>.</value>
    public AuditMode Mode { get; set; }

    /// <summary>How long records may wait in memory before they are written.</summary>
    /// <value>1 second to 1 hour. Default 5 seconds.</value>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many records may wait in memory while sinks are out.</summary>
    /// <value>1 to 1,000,000. Default 10,000.</value>
    public int BufferRecords { get; set; } = 10_000;
}
