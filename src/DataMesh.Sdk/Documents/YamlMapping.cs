using System.Globalization;

namespace DataMesh;

/// <summary>Named nodes in the order in which they were added, with typed access whose failures name the place.</summary>
internal sealed partial class YamlMapping(YamlMark mark = default) : YamlNode(mark)
{
    private readonly List<KeyValuePair<string, YamlNode>> _entries = [];
    private readonly Dictionary<string, YamlNode> _byKey = new(StringComparer.Ordinal);

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlNode>> Entries => _entries;

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(string key, YamlNode value)
    {
        if (!_byKey.TryAdd(key, value))
            return false;
        _entries.Add(new(key, value));
        return true;
    }

    /// <summary>True when the key is there, with or without a value.</summary>
    public bool Contains(string key) => _byKey.ContainsKey(key);

    /// <summary>Adds an entry or gives the one of the key another value, in its place.</summary>
    public void Set(string key, YamlNode value)
    {
        if (!TryAdd(key, value))
        {
            _byKey[key] = value;
            _entries[_entries.FindIndex(e => e.Key == key)] = new(key, value);
        }
    }

    /// <summary>Takes an entry out; false when there is none.</summary>
    public bool Remove(string key)
    {
        if (!_byKey.Remove(key))
            return false;
        _entries.RemoveAt(_entries.FindIndex(e => e.Key == key));
        return true;
    }

    /// <summary>Adds an entry.</summary>
    public YamlMapping Add(string key, YamlNode value) =>
        TryAdd(key, value) ? this : throw new ArgumentException($"The key '{key}' is there already.", nameof(key));

    /// <summary>Adds a text.</summary>
    public YamlMapping Add(string key, string value) => Add(key, YamlScalar.Of(value));

    /// <summary>Adds a whole number.</summary>
    public YamlMapping Add(string key, long value) => Add(key, YamlScalar.Of(value));

    /// <summary>Adds a text unless it is null.</summary>
    public YamlMapping AddOptional(string key, string? value) => value is null ? this : Add(key, value);

    /// <summary>Adds a list unless it is empty.</summary>
    public YamlMapping AddOptional(string key, YamlSequence value) => value.Items.Count == 0 ? this : Add(key, value);

    /// <summary>Adds a mapping unless it is empty.</summary>
    public YamlMapping AddOptional(string key, YamlMapping value) => value.Entries.Count == 0 ? this : Add(key, value);

    /// <summary>The node of a key; null when it is absent or has no value.</summary>
    public YamlNode? Find(string key) => _byKey.TryGetValue(key, out YamlNode? node) && node is not YamlScalar { IsNull: true } ? node : null;

    /// <summary>The node of a key, also one that has no value; null when the key is absent.</summary>
    public YamlNode? Peek(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The single value of a key; null when it is absent.</summary>
    public YamlScalar? FindScalar(string key) => Find(key) switch
    {
        null => null,
        YamlScalar scalar => scalar,
        { } other => throw other.Error($"'{key}' must be a single value."),
    };

    /// <summary>The single value of a key.</summary>
    public YamlScalar GetScalar(string key) => FindScalar(key) ?? throw Missing(key);

    /// <summary>The text of a key; null when it is absent.</summary>
    public string? FindText(string key) => FindScalar(key)?.Text;

    /// <summary>The text of a key.</summary>
    public string GetText(string key) => GetScalar(key).Text;

    /// <summary>The truth value of a key; false when it is absent.</summary>
    public bool GetFlag(string key) => FindScalar(key) is { } scalar && scalar.Text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => throw scalar.Error($"'{key}' must be true or false."),
    };

    /// <summary>The non-negative whole number of a key; null when it is absent.</summary>
    public long? FindCount(string key) => FindScalar(key) is not { } scalar ? null
        : long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw scalar.Error($"'{key}' must be a whole number that is not negative.");

    /// <summary>The non-negative whole number of a key.</summary>
    public long GetCount(string key) => FindCount(key) ?? throw Missing(key);

    /// <summary>The non-negative whole number of a key, at most <see cref="int.MaxValue"/>; null when it is absent.</summary>
    public int? FindSmallCount(string key) => FindCount(key) switch
    {
        null => null,
        <= int.MaxValue and var value => (int)value,
        _ => throw GetScalar(key).Error($"'{key}' must be at most {int.MaxValue}."),
    };

    /// <summary>The mapping of a key; null when it is absent.</summary>
    public YamlMapping? FindMapping(string key) => Find(key) switch
    {
        null => null,
        YamlMapping mapping => mapping,
        { } other => throw other.Error($"'{key}' must hold named values."),
    };

    /// <summary>The mapping of a key.</summary>
    public YamlMapping GetMapping(string key) => FindMapping(key) ?? throw Missing(key);

    /// <summary>The items of a list; none when the key is absent.</summary>
    public IReadOnlyList<YamlNode> GetItems(string key) => Find(key) switch
    {
        null => [],
        YamlSequence sequence => sequence.Items,
        { } other => throw other.Error($"'{key}' must be a list."),
    };

    /// <summary>The items of a list of mappings; none when the key is absent.</summary>
    public IReadOnlyList<YamlMapping> GetMappings(string key) =>
        [.. GetItems(key).Select(item => item as YamlMapping ?? throw item.Error($"Each item of '{key}' must hold named values."))];

    /// <summary>The items of a list of single values; none when the key is absent.</summary>
    public IReadOnlyList<YamlScalar> GetScalars(string key) =>
        [.. GetItems(key).Select(item => item as YamlScalar ?? throw item.Error($"Each item of '{key}' must be a single value."))];

    /// <summary>The items of a list of texts; none when the key is absent.</summary>
    public IReadOnlyList<string> GetTexts(string key) => [.. GetScalars(key).Select(item => item.Text)];

    private DataMeshException Missing(string key) => Error($"'{key}' is missing.");
}
