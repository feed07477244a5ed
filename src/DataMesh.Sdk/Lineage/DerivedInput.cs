namespace DataMesh;

/// <summary>An input of a derived port, pinned for one refresh.</summary>
/// <param name="Declaration">How the product's code declares it.</param>
/// <param name="Port">The handle that code of the refresh reads.</param>
/// <param name="Scan">The pinned scan.</param>
internal sealed record DerivedInput(InputDeclaration Declaration, InputPort Port, EnforcementScan Scan);
