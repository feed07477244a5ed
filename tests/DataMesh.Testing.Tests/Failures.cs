namespace DataMesh.Testing.Tests;

internal static class Failures
{
    /// <summary>The text of a failed assertion, which says all of some words.</summary>
    public static string Says(Action assertion, params string[] words)
    {
        PolicyAssertionException failure = Assert.Throws<PolicyAssertionException>(assertion);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.NotNull(failure.Explanation);
        return failure.Message;
    }
}
