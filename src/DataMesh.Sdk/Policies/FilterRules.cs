using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What the conditions of a policy must be.</summary>
internal static class FilterRules
{
    private const int LongestAttribute = 256;

    /// <summary>What is wrong with a condition on rows, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(Filter filter, SchemaObject schema)
    {
        if (ColumnRules.FindUnknown(filter.GetColumns().Order(StringComparer.Ordinal), schema) is { } unknown)
            return unknown;
        if (FindMisuse(filter, schema) is { } misuse)
            return misuse;
        return NullTests.FindUntested(filter, schema) is { } column
            ? $"its condition on rows negates '{column}', which may be null, and does not say whether null counts. Put '{column} is null or …' or '{column} is not null and …' beside the negation." : null;
    }

    /// <summary>What is wrong with a condition on the reader, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(Filter condition) => condition.GetColumns().Count > 0 ? "its condition on the reader names a column. Name attributes only; conditions on columns belong to Rows."
        : FindMisuse(condition, new SchemaObject { Name = "reader", Properties = [] });

    // Binding with a reader who has every attribute shows which are named, and whether kinds fit each other.
    private static string? FindMisuse(Filter filter, SchemaObject schema)
    {
        EveryAttribute attributes = new();
        try
        {
            FilterEvaluator.Create(filter.Bind(new MeshPrincipal { Name = "anybody", Attributes = attributes }, DateTimeOffset.UnixEpoch), schema.ToArrowSchema());
        }
        catch (DataMeshException error)
        {
            return $"its condition does not fit the columns. {error.Message}";
        }
        return attributes.Asked.FirstOrDefault(a => a.Length > LongestAttribute || a.Any(c => c is <= ' ' or > '~' or '\'' or '"')) is null ? null
            : $"its condition names an attribute that no reader can have: attributes are named by 1 to {LongestAttribute} ASCII characters without spaces and quotes. Correct the name.";
    }

    private sealed class EveryAttribute : IReadOnlyDictionary<string, string>
    {
        public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

        public IEnumerable<string> Keys => Asked;

        public IEnumerable<string> Values => [];

        public int Count => Asked.Count;

        public string this[string key] => "";

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
        {
            Asked.Add(key);
            value = "";
            return true;
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Asked.Select(a => KeyValuePair.Create(a, "")).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
