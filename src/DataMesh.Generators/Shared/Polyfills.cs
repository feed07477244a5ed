// Members of newer frameworks that the shared sources use, on netstandard2.0, where analyzers must live. Each does what its original does for the arguments it gets here.
#pragma warning disable IDE0130 // they are found where their originals are

using System.Globalization;
using System.Text;

namespace System
{
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;

        public static implicit operator Index(int value) => new(value);
    }

    internal readonly struct Range(Index start, Index end)
    {
        public Index Start { get; } = start;

        public Index End { get; } = end;
    }
}

namespace System.Buffers
{
    internal static class SearchValues
    {
        public static SearchValues<char> Create(ReadOnlySpan<char> values) => new([.. values.ToArray()]);
    }

    internal sealed class SearchValues<T>(HashSet<T> values)
    {
        public bool Contains(T value) => values.Contains(value);
    }
}

namespace DataMesh
{
    internal static class Polyfills
    {
        extension(double)
        {
            public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
        }

        extension(Math)
        {
            public static int Clamp(int value, int least, int most) => value < least ? least : value > most ? most : value;
        }

        extension(char)
        {
            public static bool IsAsciiLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

            public static bool IsAsciiLetterOrDigit(char c) => char.IsAsciiLetter(c) || c is >= '0' and <= '9';
        }

        extension(string)
        {
            public static string Create(CultureInfo culture, FormattableString text) => text.ToString(culture);

            public static string Join(char separator, IEnumerable<string?> texts) => string.Join(separator.ToString(), texts);
        }

        extension(Encoding encoding)
        {
            public ReadOnlySpan<byte> Preamble => encoding.GetPreamble();
        }

        public static StringBuilder Append(this StringBuilder builder, CultureInfo culture, FormattableString text) => builder.Append(text.ToString(culture));

        public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

        public static int IndexOf(this string text, char c, StringComparison comparison) => text.IndexOf(c.ToString(), comparison);

        public static bool EndsWith(this string text, char c) => text.Length > 0 && text[text.Length - 1] == c;

        public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) => (key, value) = (pair.Key, pair.Value);

        public static bool TryAdd<TKey, TValue>(this Dictionary<TKey, TValue> map, TKey key, TValue value)
        {
            if (map.ContainsKey(key))
                return false;
            map.Add(key, value);
            return true;
        }

        public static TValue? GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> map, TKey key) => map.TryGetValue(key, out TValue value) ? value : default;

        public static TValue GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> map, TKey key, TValue otherwise) => map.TryGetValue(key, out TValue value) ? value : otherwise;

        public static bool TryDequeue<T>(this Queue<T> queue, out T item)
        {
            item = queue.Count > 0 ? queue.Dequeue() : default!;
            return item is not null;
        }

        public static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(this IEnumerable<TFirst> first, IEnumerable<TSecond> second) => first.Zip(second, (a, b) => (a, b));

        public static IEnumerable<string> Order(this IEnumerable<string> texts, StringComparer comparer) => texts.OrderBy(t => t, comparer);

        public static int IndexOfAny(this ReadOnlySpan<char> text, System.Buffers.SearchValues<char> values) => FirstIndex(text, values.Contains);

        public static bool ContainsAnyExcept(this ReadOnlySpan<char> text, System.Buffers.SearchValues<char> values) => FirstIndex(text, c => !values.Contains(c)) >= 0;

        public static bool ContainsAnyExceptInRange(this ReadOnlySpan<char> text, char low, char high) => text.IndexOfAnyExceptInRange(low, high) >= 0;

        public static int IndexOfAnyExceptInRange(this ReadOnlySpan<char> text, char low, char high) => FirstIndex(text, c => c < low || c > high);

        public static int Count(this ReadOnlySpan<char> text, char wanted)
        {
            int count = 0;
            foreach (char c in text)
                count += c == wanted ? 1 : 0;
            return count;
        }

        public static string GetString(this Encoding encoding, ReadOnlySpan<byte> bytes) => encoding.GetString(bytes.ToArray());

        private static int FirstIndex(ReadOnlySpan<char> text, Func<char, bool> found)
        {
            for (int i = 0; i < text.Length; i++)
                if (found(text[i]))
                    return i;
            return -1;
        }
    }
}
