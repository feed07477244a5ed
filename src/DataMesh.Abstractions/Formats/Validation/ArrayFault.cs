namespace DataMesh.Adapters.Authoring;

/// <summary>What is wrong with an array, and where below it. Made only when something is wrong.</summary>
internal sealed record ArrayFault(string Reason)
{
    private const int LongestName = 64;

    internal string Path { get; private init; } = "";

    /// <summary>The same fault, seen from the array above.</summary>
    internal ArrayFault In(string? name) => this with { Path = Path.Length == 0 ? Printable(name) : $"{Printable(name)}.{Path}" };

    // Names come from outside, too.
    private static string Printable(string? name) => name is null ? "" :
        string.Concat(name.Take(LongestName).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + (name.Length > LongestName ? "…" : "");
}
