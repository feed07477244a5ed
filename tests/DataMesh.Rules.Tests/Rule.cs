namespace DataMesh.Rules.Tests;

internal static class Rule
{
    /// <summary>Fails with one line per violation, all of them.</summary>
    public static void Holds(IEnumerable<string?> violations)
    {
        string[] found = [.. violations.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (found.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, found));
    }
}
