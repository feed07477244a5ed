namespace DataMesh;

/// <summary>What went wrong, for code that decides what to do next. Later versions append kinds and never rename one.</summary>
public enum DataMeshErrorKind
{
    /// <summary>Not known to be anything more specific.</summary>
    Unknown = 0,

    /// <summary>The product, port, snapshot or object does not exist, or the caller may not know that it does.</summary>
    NotFound = 1,

    /// <summary>A create-only write found something else in its place.</summary>
    AlreadyExists = 2,

    /// <summary>The caller may not read this.</summary>
    AccessDenied = 3,

    /// <summary>The consumer's record does not fit the port's contract.</summary>
    ContractMismatch = 4,

    /// <summary>Rows that were to be published do not fulfil the contract.</summary>
    ContractViolation = 5,

    /// <summary>A contract, descriptor or policy cannot be registered: it contradicts itself or what is stored.</summary>
    InvalidDefinition = 6,

    /// <summary>Somebody else committed in between and both changes cannot hold.</summary>
    CommitConflict = 7,

    /// <summary>A stored file is damaged or is not what it should be.</summary>
    CorruptData = 8,

    /// <summary>Stored data needs a newer version of this library.</summary>
    IncompatibleVersion = 9,

    /// <summary>The root belongs to another environment than the application says.</summary>
    EnvironmentMismatch = 10,

    /// <summary>No space is left.</summary>
    StorageFull = 11,

    /// <summary>The store cannot be reached or answered with a passing error.</summary>
    StorageUnavailable = 12,

    /// <summary>The store refused the process's own credentials.</summary>
    StorageDenied = 13,

    /// <summary>A native library did not load on this platform.</summary>
    NativeLibraryMissing = 14,

    /// <summary>A filter, SQL statement or request is not valid or not allowed.</summary>
    InvalidRequest = 15,

    /// <summary>The query engine failed while it ran a valid statement.</summary>
    QueryFailed = 16,

    /// <summary>A budget of memory, rows or time was exceeded.</summary>
    LimitExceeded = 17,

    /// <summary>Options or registrations are missing or contradict each other.</summary>
    InvalidConfiguration = 18,

    /// <summary>Rows that were to be published break quality rules that no row, or too few rows, may break.</summary>
    QualityGate = 19,

    /// <summary>The port has ended; the message names its successor if it has one.</summary>
    Retired = 20,

    /// <summary>The port is frozen by its owner; the message says why. Readers keep its last snapshot.</summary>
    Frozen = 21,

    /// <summary>A publish to several major versions of a port was committed in some and not in others; publishing the same rows again under the same key completes it.</summary>
    PartlyPublished = 22,
}
