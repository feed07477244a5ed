using System.Buffers;
using System.Globalization;
using System.Runtime.Intrinsics;
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
    private readonly RepeatedClass? _class;
    private readonly Regex? _pattern;
    private readonly ShortTexts? _known;

    public TextRule(SchemaProperty property, int ordinal) : base(property.Name, Describe(property.Constraints))
    {
        _ordinal = ordinal;
        _minimum = property.Constraints.MinimumLength ?? 0;
        _maximum = property.Constraints.MaximumLength ?? int.MaxValue;
        if (property.Constraints.Pattern is not { } pattern)
            return;
        _class = RepeatedClass.TryParse(pattern, _minimum, _maximum);
        if (_class is not null)
            return;
        _pattern = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, PatternTimeout);
        _known = new ShortTexts();
    }

    public override (int First, long Rows) FindViolations(RecordBatch batch)
    {
        TruthValue[] rented = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
        try
        {
            Span<TruthValue> truth = rented.AsSpan(0, batch.Length);
            Evaluate(batch, truth);
            int first = truth.IndexOf(TruthValue.False);
            return (first, first < 0 ? 0 : truth.Count(TruthValue.False));
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(rented);
        }
    }

    /// <summary>Says of every row whether it keeps the limits; one without a value does.</summary>
    public void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        IArrowArray array = batch.Column(_ordinal);
        if (array is DictionaryArray dictionary)
            Evaluate(dictionary, truth);
        else
            Evaluate(array, truth);
    }

    private void Evaluate(IArrowArray array, Span<TruthValue> truth)
    {
        if (truth.IsEmpty)
            return;
        BinaryArray texts = (BinaryArray)array;
        ReadOnlySpan<int> offsets = texts.ValueOffsets;
        ReadOnlySpan<byte> bytes = texts.Values;
        bool isText = array is StringArray, hasNulls = texts.NullCount > 0;
        truth.Fill(TruthValue.True);
        if (_class?.MatchesAll(offsets, bytes) == true)
            return;
        for (int row = NextToTest(offsets, bytes, 0); row < truth.Length; row = NextToTest(offsets, bytes, row + 1))
            if (!(hasNulls && texts.IsNull(row)) && !Holds(bytes[offsets[row]..offsets[row + 1]], isText))
                truth[row] = TruthValue.False;
    }

    // Columns with a pattern mostly hold codes that come again and again.
    private int NextToTest(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes, int row) => _known?.FindOther(offsets, bytes, row) ?? row;

    private void Evaluate(DictionaryArray array, Span<TruthValue> truth)
    {
        TruthValue[] entries = new TruthValue[array.Dictionary.Length];
        Evaluate(array.Dictionary, entries);
        Int32Array indices = (Int32Array)array.Indices;
        for (int row = 0; row < truth.Length; row++)
            truth[row] = array.IsNull(row) ? TruthValue.True : entries[indices.GetValue(row)!.Value];
    }

    private bool Holds(ReadOnlySpan<byte> text, bool isText)
    {
        if (_known is null || text.Length > ShortTexts.LongestText)
            return Matches(text, isText);
        Vector128<byte> key = ShortTexts.KeyOf(text);
        if (_known.Keeps(key) || _known.Breaks(key))
            return _known.Keeps(key);
        bool holds = Matches(text, isText);
        _known.Remember(key, holds);
        return holds;
    }

    private bool Matches(ReadOnlySpan<byte> bytes, bool isText)
    {
        if (_class is not null)
            return _class.Matches(bytes);
        int length = isText ? Encoding.UTF8.GetCharCount(bytes) : bytes.Length;
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
