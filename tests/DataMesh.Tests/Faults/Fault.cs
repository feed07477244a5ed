namespace DataMesh.Tests.Faults;

/// <summary>What goes wrong at one call to a store.</summary>
public enum Fault
{
    /// <summary>The call fails without effect, as with EIO.</summary>
    Failed,

    /// <summary>There is no room, as with ENOSPC.</summary>
    Full,

    /// <summary>A write takes a part of its bytes, then fails.</summary>
    ShortWrite,

    /// <summary>The call takes effect, then its answer is lost.</summary>
    AnswerLost,

    /// <summary>The process dies before the call takes effect.</summary>
    Died,

    /// <summary>The process dies after the call took effect.</summary>
    DiedAfter,
}
