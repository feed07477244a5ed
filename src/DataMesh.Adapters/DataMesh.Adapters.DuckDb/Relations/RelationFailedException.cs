namespace DataMesh.Adapters;

/// <summary>Carries a relation's own exception across DuckDB; never leaves this assembly.</summary>
internal sealed class RelationFailedException(Exception cause) : Exception(cause.Message, cause);
