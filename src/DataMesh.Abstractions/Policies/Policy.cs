namespace DataMesh;

/// <summary>The operands that move in the conditions of policies; everything else in such a lambda is fixed when it is declared.</summary>
/// <remarks>They have meaning only inside lambdas that are translated; called as code they throw.</remarks>
public static class Policy
{
    /// <summary>The instant of the read, UTC. May be shifted by a constant: <c>Policy.Now.AddDays(-90)</c>.</summary>
    /// <exception cref="InvalidOperationException">It was called as code.</exception>
    public static DateTime Now => throw NotCode(nameof(Now));

    /// <summary>The date of the read, in UTC. May be shifted by a constant: <c>Policy.Today.AddDays(-90)</c>.</summary>
    /// <exception cref="InvalidOperationException">It was called as code.</exception>
    public static DateOnly Today => throw NotCode(nameof(Today));

    /// <summary>An attribute of the reading principal; null when it has none of that name. A comparison with null is not true.</summary>
    /// <exception cref="InvalidOperationException">It was called as code.</exception>
    public static string? User(string attribute) => throw NotCode(nameof(User));

    private static InvalidOperationException NotCode(string member) =>
        new($"Policy.{member} has a value only while a policy decides: use it inside the lambda of Rows, not as code.");
}
