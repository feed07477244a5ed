namespace DataMesh.Testing;

/// <summary>A policy does not do what a test expects. The message holds the expectation and, below it, the whole decision: grants, rules, and how each column is shown.</summary>
/// <remarks>The decision is shown as its owner sees it, with the filters of its rules: it belongs into the output of tests, not to consumers.</remarks>
public sealed class PolicyAssertionException : Exception
{
    /// <summary>Creates an exception without an explanation.</summary>
    public PolicyAssertionException() : this("A policy does not do what a test expects.") { }

    /// <summary>Creates an exception without an explanation.</summary>
    public PolicyAssertionException(string message) : base(message) { }

    /// <summary>Creates an exception without an explanation.</summary>
    public PolicyAssertionException(string message, Exception? innerException) : base(message, innerException) { }

    /// <summary>The decision that was not expected; null when there is none.</summary>
    public AccessExplanation? Explanation { get; init; }
}
