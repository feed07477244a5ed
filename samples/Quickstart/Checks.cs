namespace Quickstart;

/// <summary>Compares every number that is printed with the same number from the source files.</summary>
internal sealed class Checks
{
    private readonly List<string> _failures = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Checks and returns the figure, so that what is printed is what was checked.</summary>
    public T Equal<T>(string what, T actual, T expected)
    {
        Count++;
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            _failures.Add($"{what}: the mesh says {actual}, the source files say {expected}");
        return actual;
    }
}
