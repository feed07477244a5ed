using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Length and pattern of a text or binary column.</summary>
internal sealed class TextRule : ColumnRule
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    private readonly int _ordinal;
    private readonly int _minimum;
    private readonly int _maximum;
    private readonly Regex? _pattern;
    private readonly ShortTexts? _known;

    public TextRule(SchemaProperty property, int ordinal) : base(property.Name, Describe(property.Constraints))
    {
        _ordinal = ordinal;
        _minimum = property.Constraints.MinimumLength ?? 0;
        _maximum = property.Constraints.MaximumLength ?? int.MaxValue;
        _pattern = property.Constraints.Pattern is { } pattern ? new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, PatternTimeout) : null;
        _known = _pattern is null ? null : new ShortTexts();
    }

    public override (int First, long Rows) FindViolations(RecordBatch batch)
    {
        IArrowArray array = batch.Column(_ordinal);
        bool[]? entries = array is DictionaryArray dictionary ? CheckEntries(dictionary) : null;
        (int First, long Rows) found = (-1, 0);
        for (int row = 0; row < batch.Length; row++)
            if (!Holds(array, entries, row))
                found = (found.Rows == 0 ? row : found.First, found.Rows + 1);
        return found;
    }

    /// <summary>Says of every row whether it keeps the limits; one without a value does.</summary>
    public void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        IArrowArray array = batch.Column(_ordinal);
        bool[]? entries = array is DictionaryArray dictionary ? CheckEntries(dictionary) : null;
        for (int row = 0; row < batch.Length; row++)
            truth[row] = Holds(array, entries, row) ? TruthValue.True : TruthValue.False;
    }

    private bool Holds(IArrowArray array, bool[]? entries, int row) =>
        array.IsNull(row) || (entries is null ? Holds(array, row) : entries[((Int32Array)((DictionaryArray)array).Indices).GetValue(row)!.Value]);

    private bool[] CheckEntries(DictionaryArray array)
    {
        bool[] holds = new bool[array.Dictionary.Length];
        for (int entry = 0; entry < holds.Length; entry++)
            holds[entry] = array.Dictionary.IsNull(entry) || Holds(array.Dictionary, entry);
        return holds;
    }

    // Columns with a pattern mostly hold codes that come again and again.
    private bool Holds(IArrowArray array, int row)
    {
        ReadOnlySpan<byte> bytes = ((BinaryArray)array).GetBytes(row);
        return _known is not null && bytes.Length <= ShortTexts.LongestText ? _known.Find(bytes) ?? _known.Keep(bytes, Holds(array, bytes)) : Holds(array, bytes);
    }

    private bool Holds(IArrowArray array, ReadOnlySpan<byte> bytes)
    {
        int length = array is StringArray ? Encoding.UTF8.GetCharCount(bytes) : bytes.Length;
        if (length < _minimum || length > _maximum)
            return false;
        if (_pattern is null)
            return true;
        Span<char> text = length <= 256 ? stackalloc char[length] : new char[length];
        Encoding.UTF8.GetChars(bytes, text);
        try
        {
            return _pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException timeout)
        {
            throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
                $"Cannot check '{Column}': matching the pattern of one row took longer than {PatternTimeout.TotalSeconds} s. Simplify the pattern.", timeout) { Operation = "publish" };
        }
    }

    private static string Describe(PropertyConstraints limits)
    {
        List<string> parts = [];
        if (limits.MinimumLength is int least)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"must have a length of at least {least}"));
        if (limits.MaximumLength is int most)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"must have a length of at most {most}"));
        if (limits.Pattern is { } pattern)
            parts.Add($"must match '{pattern}'");
        return string.Join(" and ", parts);
    }
}
