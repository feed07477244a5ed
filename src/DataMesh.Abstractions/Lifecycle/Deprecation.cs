namespace DataMesh;

/// <summary>What consumers are told of a port that ends: what comes instead, until when, and why. Part of the contract while the port is deprecated, and after it is retired.</summary>
public sealed record Deprecation
{
    /// <summary>The port to use instead, usually the next major version: <c>sales/orders/lines@2</c>. Null: there is none.</summary>
    public PortReference? Successor { get; init; }

    /// <summary>The last day on which the provider corrects errors (ODCS <c>endOfSupport</c>); null: not said.</summary>
    public DateOnly? EndOfSupport { get; init; }

    /// <summary>The last day on which the port is to be served (ODCS <c>endOfLife</c>); null: not said. It ends when it is retired, not by itself.</summary>
    public DateOnly? EndOfLife { get; init; }

    /// <summary>Why it ends and what to do, in the provider's words.</summary>
    public string? Reason { get; init; }
}
