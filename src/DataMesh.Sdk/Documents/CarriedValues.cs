using System.Globalization;

namespace DataMesh;

/// <summary>What an element says and the written version of a standard has no place for: kept in the custom property <c>datamesh.carried</c>, put back when the document is read.</summary>
/// <remarks>
/// Each entry has a JSON pointer from the element (RFC 6901) and a value. Positions in lists count the items as they were; entries stand in the order of the document, in which they are put back.
/// An entry with <c>shown</c> says what is written in the place meanwhile; without a value the place was empty. Whatever somebody else wrote into the place stays.
/// </remarks>
internal sealed class CarriedValues
{
    /// <summary>The custom property.</summary>
    public const string Property = "datamesh.carried";

    private readonly List<Entry> _entries;
    private readonly string _path;

    /// <summary>Creates an empty set for an element.</summary>
    public CarriedValues() : this([], "") { }

    private CarriedValues(List<Entry> entries, string path) => (_entries, _path) = (entries, path);

    /// <summary>The number of entries of the element.</summary>
    public int Count => _entries.Count;

    /// <summary>The same set, for the value of a key.</summary>
    public CarriedValues At(string key) => new(_entries, $"{_path}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    /// <summary>The same set, for an item of a list.</summary>
    public CarriedValues At(int index) => new(_entries, string.Create(CultureInfo.InvariantCulture, $"{_path}/{index}"));

    /// <summary>Carries the value of this place.</summary>
    public void Add(YamlNode value) => _entries.Add(new(_path, value, null));

    /// <summary>Says what is written in this place instead of the value that is carried, or of nothing.</summary>
    public void ShowInstead(string text)
    {
        int at = _entries.FindIndex(e => e.Path == _path);
        if (at < 0)
            _entries.Add(new(_path, null, text));
        else
            _entries[at] = _entries[at] with { Shown = text };
    }

    /// <summary>Forgets all entries but the first ones.</summary>
    public void CutTo(int count) => _entries.RemoveRange(count, _entries.Count - count);

    /// <summary>Adds the entries to the element they belong to.</summary>
    public void WriteTo(YamlMapping element)
    {
        if (_entries.Count == 0)
            return;
        YamlSequence? properties = element.Find(DocumentKeys.CustomProperties) as YamlSequence;
        if (properties is { Items.Count: 0 })
            _entries.Add(new($"/{DocumentKeys.CustomProperties}", properties, null));
        _entries.Sort((a, b) => Compare(a.Path, b.Path));
        YamlMapping own = new YamlMapping().Add("property", Property).Add("value", YamlSequence.Of(_entries.Select(Write)));
        element.Set(DocumentKeys.CustomProperties, new YamlSequence([.. properties?.Items ?? [], own]));
    }

    /// <summary>Puts the entries of an element back into their places; all of them, so that none is taken for ours when the document is read again.</summary>
    public static void Restore(YamlMapping element)
    {
        while (element.Find(DocumentKeys.CustomProperties) is YamlSequence properties && FindOwn(properties) is var (index, entries))
        {
            properties.RemoveAt(index);
            if (properties.Items.Count == 0)
                element.Remove(DocumentKeys.CustomProperties);
            foreach (Entry entry in entries)
                Restore(element, entry);
        }
    }

    private static (int Index, List<Entry> Entries)? FindOwn(YamlSequence properties)
    {
        for (int i = properties.Items.Count - 1; i >= 0; i--)
            if (properties.Items[i] is YamlMapping own && own.Find("property") is YamlScalar { Text: Property } && TryRead(own.Find("value")) is { } entries)
                return (i, entries);
        return null;
    }

    // Items of a list by their position, keys by their text, what lies around before what lies below.
    private static int Compare(string left, string right)
    {
        string[] a = left.Split('/'), b = right.Split('/');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
            if ((Index(a[i]) is { } x && Index(b[i]) is { } y ? x.CompareTo(y) : string.CompareOrdinal(a[i], b[i])) is var order && order != 0)
                return order;
        return a.Length.CompareTo(b.Length);
    }

    private static YamlMapping Write(Entry entry)
    {
        YamlMapping written = new YamlMapping().Add("path", entry.Path);
        if (entry.Value is { } value)
            written.Add("value", value);
        return written.AddOptional("shown", entry.Shown);
    }

    // Entries of another form are not ours and stay where they are.
    private static List<Entry>? TryRead(YamlNode? value)
    {
        List<Entry> entries = [];
        foreach (YamlNode item in (value as YamlSequence)?.Items ?? [])
        {
            if (item is not YamlMapping entry || entry.Find("path") is not YamlScalar { Text: ['/', ..] } path)
                return null;
            YamlNode? carried = entry.Peek("value");
            string? shown = (entry.Find("shown") as YamlScalar)?.Text;
            if (carried is null && shown is null)
                return null;
            entries.Add(new(path.Text, carried, shown));
        }
        return entries.Count > 0 ? entries : null;
    }

    private static void Restore(YamlMapping element, Entry entry)
    {
        string[] steps = [.. entry.Path[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        YamlNode? place = element;
        foreach (string step in steps[..^1])
            place = Step(place, step);
        if (place is YamlMapping mapping)
            Restore(mapping, steps[^1], entry);
        else if (place is YamlSequence list && entry.Value is { } item && Index(steps[^1]) is { } index)
            list.Insert(Math.Min(index, list.Items.Count), item);
    }

    private static void Restore(YamlMapping mapping, string key, Entry entry)
    {
        if (mapping.Contains(key) && (entry.Shown is null || mapping.Find(key) is not YamlScalar shown || shown.Text != entry.Shown))
            return;
        if (entry.Value is { } value)
            mapping.Set(key, value);
        else
            mapping.Remove(key);
    }

    private static YamlNode? Step(YamlNode? place, string step) => place switch
    {
        YamlMapping mapping => mapping.Find(step),
        YamlSequence list when Index(step) is { } index && index < list.Items.Count => list.Items[index],
        _ => null,
    };

    private static int? Index(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    private readonly record struct Entry(string Path, YamlNode? Value, string? Shown);
}
