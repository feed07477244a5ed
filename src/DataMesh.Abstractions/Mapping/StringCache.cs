using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Mapping;

/// <summary>Gives one string for equal UTF-8 texts of a column with few distinct ones; turns itself off when most texts are new.</summary>
internal sealed class StringCache
{
    private const int Slots = 512;
    private const int LongestText = 64;
    private const int ProbationLookups = 4096;
    private Entry[]? _entries = new Entry[Slots];
    private int _lookups;
    private int _hits;

    /// <summary>The string of a text, which is known to be ASCII or may be any.</summary>
    public string GetString(ReadOnlySpan<byte> utf8, bool isAscii)
    {
        if (utf8.IsEmpty)
            return "";
        if (_entries is null || utf8.Length > LongestText)
            return Decode(utf8, isAscii);
        ref Entry entry = ref _entries[Hash(utf8) % Slots];
        _lookups++;
        if (entry.Utf8 is not null && utf8.SequenceEqual(entry.Utf8))
        {
            _hits++;
            return entry.Text;
        }
        return Add(ref entry, utf8, isAscii);
    }

    private static string Decode(ReadOnlySpan<byte> utf8, bool isAscii) => isAscii ? AsciiText.ToString(utf8) : Encoding.UTF8.GetString(utf8);

    private string Add(ref Entry entry, ReadOnlySpan<byte> utf8, bool isAscii)
    {
        string text = Decode(utf8, isAscii);
        entry = new Entry(utf8.ToArray(), text);
        if (_lookups >= ProbationLookups)
            Judge();
        return text;
    }

    private void Judge()
    {
        if (_hits < _lookups / 2)
            _entries = null;
        (_lookups, _hits) = (0, 0);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong mixed = (uint)utf8.Length;
        if (utf8.Length >= 8)
        {
            mixed = (mixed ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9E3779B97F4A7C15UL;
            mixed ^= BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..]);
        }
        else
        {
            foreach (byte b in utf8)
                mixed = mixed << 8 ^ b;
        }
        return (uint)(mixed * 0x9E3779B97F4A7C15UL >> 40);
    }

    private readonly record struct Entry(byte[]? Utf8, string Text);
}
