namespace DataMesh;

/// <summary>Keys of the Bitol standards that many places name.</summary>
internal static class DocumentKeys
{
    /// <summary>The standards' extension point: named values beside their own keys.</summary>
    public const string CustomProperties = "customProperties";

    /// <summary>The comparisons of a quality rule, of which it has exactly one.</summary>
    public static IReadOnlyList<string> Comparisons { get; } =
        ["mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween"];
}
