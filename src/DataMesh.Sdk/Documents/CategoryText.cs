namespace DataMesh;

/// <summary>Categories in documents: the list of their names in camelCase.</summary>
internal static class CategoryText
{
    /// <summary>The names of the categories; an empty list for none.</summary>
    public static YamlSequence Write(Category categories) => YamlSequence.Of(
        Enum.GetValues<Category>().Where(c => c != Category.None && categories.HasFlag(c)).Select(EnumText.Spell));

    /// <summary>Reads the categories.</summary>
    public static Category Read(IReadOnlyList<YamlScalar> names) =>
        names.Aggregate(Category.None, (all, name) => all | name.ParseEnum<Category>("category"));
}
