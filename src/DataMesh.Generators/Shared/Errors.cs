namespace DataMesh;

/// <summary>A place in a document; the Sdk has the same, with its own exception.</summary>
internal readonly record struct YamlMark(string File, long Line, long Column)
{
    /// <summary>The failure to understand what stands here.</summary>
    public DataMeshException Error(string problem, DataMeshErrorKind kind = DataMeshErrorKind.CorruptData, Exception? inner = null) => new(kind, problem, inner) { Mark = this };
}

/// <summary>What reading and writing documents throws here, where the application's exceptions are not.</summary>
internal sealed class DataMeshException(DataMeshErrorKind kind, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of failure it is.</summary>
    public DataMeshErrorKind Kind { get; } = kind;

    /// <summary>Where in the document; the message does not say it again.</summary>
    public YamlMark Mark { get; init; }
}

/// <summary>The kinds that reading and writing documents know.</summary>
internal enum DataMeshErrorKind
{
    CorruptData,
    IncompatibleVersion,
    InvalidDefinition,
}

/// <summary>What a change means for the version of a contract; the Sdk has the same.</summary>
internal enum ChangeImpact
{
    None,
    Patch,
    Minor,
    Major,
}
