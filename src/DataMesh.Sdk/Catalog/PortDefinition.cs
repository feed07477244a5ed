using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>One output port as the producer's code declares it.</summary>
internal sealed record PortDefinition
{
    /// <summary>The contract: names the port and its version.</summary>
    public required DataContract Contract { get; init; }

    /// <summary>Who may read what. Its columns hold what it says beyond the contract; field ids other than 0 must be those of the table.</summary>
    public required PortPolicy Policy { get; init; }

    /// <summary>The table format's name, for example <c>iceberg</c>.</summary>
    public required string TableFormat { get; init; }

    /// <summary>Creates the port's empty table in a folder under an id, and returns its schema with field ids.</summary>
    public required Func<ObjectPath, Guid, DataContract, CancellationToken, Task<Schema>> CreateTable { get; init; }

    /// <summary>Loads the current schema, with field ids, of the table in a folder.</summary>
    public required Func<ObjectPath, CancellationToken, Task<Schema>> LoadTable { get; init; }

    /// <summary>Gives the table in a folder the columns of a contract; does nothing when it has them.</summary>
    public required Func<ObjectPath, DataContract, CancellationToken, Task> EvolveTable { get; init; }

    /// <summary>True when the contract was completed by a committed one; otherwise what is stored beyond the code's stays.</summary>
    public bool IsCommitted { get; init; }

    /// <summary>The port's segment and major version, which name its table.</summary>
    public (string Port, int Major) Key => (Contract.Port.Port, Contract.Version.Major);
}
