namespace DataMesh;

/// <summary>Enum members in documents: their names in camelCase.</summary>
internal static class EnumText
{
    /// <summary>The spelling of a member.</summary>
    public static string Spell<TEnum>(TEnum value)
        where TEnum : struct, Enum => Lower(value.ToString());

    /// <summary>The spellings of all members.</summary>
    public static IEnumerable<string> All<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(Lower);

    /// <summary>Finds the member that is spelled so, exactly.</summary>
    public static bool TryParse<TEnum>(string text, out TEnum value)
        where TEnum : struct, Enum
    {
        foreach (TEnum candidate in Enum.GetValues<TEnum>())
        {
            value = candidate;
            if (Spell(candidate) == text)
                return true;
        }
        value = default;
        return false;
    }

    private static string Lower(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
