using System.Globalization;
using System.Text;

namespace DataMesh;

/// <summary>Names and literals of C# made from texts that may come from strangers: nothing but letters, digits and escapes gets into code.</summary>
internal static class RecordNames
{
    /// <summary>The name of a type or member in PascalCase, other than those taken; it is added to them.</summary>
    public static string Take(string? text, string fallback, HashSet<string> taken)
    {
        StringBuilder name = new();
        bool upper = true;
        foreach (char c in text ?? "")
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                upper = true;
                continue;
            }
            if (name.Length == 0 && char.IsAsciiDigit(c))
                name.Append('_');
            name.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }
        string wanted = name.Length == 0 ? fallback : name.ToString(), free = wanted;
        for (int i = 2; !taken.Add(free); i++)
            free = string.Create(CultureInfo.InvariantCulture, $"{wanted}{i}");
        return free;
    }

    /// <summary>True when the generator gives a member of this name the column of that name without being told.</summary>
    public static bool IsSnakeCase(string member, string column) =>
        column.Split('_') is var words && words.All(w => w.Length > 1 && w.All(char.IsAsciiLetterLower)) && string.Concat(words.Select(w => $"{char.ToUpperInvariant(w[0])}{w[1..]}")) == member;

    /// <summary>A text as a literal.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
            _ = c is '"' or '\\' ? literal.Append('\\').Append(c)
                : c is >= ' ' and <= '~' ? literal.Append(c)
                : literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return literal.Append('"').ToString();
    }
}
