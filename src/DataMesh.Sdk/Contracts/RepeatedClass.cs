using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace DataMesh;

/// <summary>A pattern that is one class of ASCII characters, some number of times, such as <c>[A-Z]{3}</c>: most codes are described so, and whole columns are held against it at once.</summary>
internal sealed class RepeatedClass
{
    private readonly SearchValues<byte> _class;
    private readonly int _least;
    private readonly int _most;

    private RepeatedClass(ReadOnlySpan<byte> members, int least, int most) => (_class, _least, _most) = (SearchValues.Create(members), least, most);

    /// <summary>A pattern together with limits of the length; null when the pattern is none of this form, or one whose characters need a look at the rules of regular expressions.</summary>
    public static RepeatedClass? TryParse(string pattern, int shortest, int longest)
    {
        int end = pattern.IndexOf(']', StringComparison.Ordinal);
        return end > 1 && pattern[0] == '[' && Members(pattern.AsSpan(1, end - 1)) is { } members && Times(pattern.AsSpan(end + 1)) is (int least, int most)
            ? new RepeatedClass(members, Math.Max(least, shortest), Math.Min(most, longest))
            : null;
    }

    /// <summary>True when every one of a column's texts matches.</summary>
    /// <param name="offsets">Where the texts begin and where the last one ends; one more than texts.</param>
    /// <param name="buffer">The bytes of all texts.</param>
    public bool MatchesAll(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> buffer) => HasOnlyMembers(buffer[offsets[0]..offsets[^1]]) && HaveLengths(offsets);

    /// <summary>True when a text, in UTF-8, matches.</summary>
    public bool Matches(ReadOnlySpan<byte> text) => text.Length >= _least && text.Length <= _most && HasOnlyMembers(text);

    private bool HasOnlyMembers(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(_class) < 0;

    private bool HaveLengths(ReadOnlySpan<int> offsets)
    {
        Vector<int> least = new(_least), most = new(_most);
        int i = 0;
        for (; i + Vector<int>.Count < offsets.Length; i += Vector<int>.Count)
        {
            Vector<int> lengths = new Vector<int>(offsets[(i + 1)..]) - new Vector<int>(offsets[i..]);
            if (Vector.LessThanAny(lengths, least) || Vector.GreaterThanAny(lengths, most))
                return false;
        }
        for (; i + 1 < offsets.Length; i++)
        {
            int length = offsets[i + 1] - offsets[i];
            if (length < _least || length > _most)
                return false;
        }
        return true;
    }

    // Characters that mean themselves within brackets, and ranges of letters or digits; a dash means itself as the first or the last one.
    private static byte[]? Members(ReadOnlySpan<char> items)
    {
        List<byte> members = [];
        for (int i = 0; i < items.Length; i++)
        {
            bool isRange = i + 2 < items.Length && items[i + 1] == '-';
            if (isRange && char.IsAsciiLetterOrDigit(items[i]) && char.IsAsciiLetterOrDigit(items[i + 2]) && items[i] <= items[i + 2])
            {
                for (char member = items[i]; member <= items[i + 2]; member++)
                    members.Add((byte)member);
                i += 2;
            }
            else if (!isRange && (char.IsAsciiLetterOrDigit(items[i]) || "_.:/@ ".Contains(items[i], StringComparison.Ordinal) || (items[i] == '-' && (i == 0 || i == items.Length - 1))))
                members.Add((byte)items[i]);
            else
                return null;
        }
        return [.. members];
    }

    private static (int Least, int Most)? Times(ReadOnlySpan<char> quantifier)
    {
        switch (quantifier)
        {
            case "": return (1, 1);
            case "?": return (0, 1);
            case "*": return (0, int.MaxValue);
            case "+": return (1, int.MaxValue);
            case ['{', .. var numbers, '}']:
                int comma = numbers.IndexOf(',');
                if (Number(comma < 0 ? numbers : numbers[..comma]) is not int least)
                    return null;
                if (comma < 0)
                    return (least, least);
                return comma == numbers.Length - 1 ? (least, int.MaxValue) : Number(numbers[(comma + 1)..]) is int most && most >= least ? (least, most) : null;
            default: return null;
        }
    }

    private static int? Number(ReadOnlySpan<char> digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
