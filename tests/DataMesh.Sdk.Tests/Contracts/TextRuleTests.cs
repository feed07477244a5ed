using System.Text.RegularExpressions;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Contracts;

public sealed class TextRuleTests
{
    private const string Pattern = "[A-Z]{2,17}|a\0b|é+";

    // Around the longest text that is remembered, and such that differ only in what stands behind them.
    private static readonly Gen<string?> s_text = Gen.Frequency(
        (6, Gen.Char["AB"].Array[0, 18].Select(c => (string?)new string(c))),
        (2, Gen.OneOf<string?>("AB\0", "AB\0\0", "a\0b", "a", "a\0", "é", "éé", "\u0001", "")),
        (1, Gen.Const((string?)null)));

    /// <summary>Answers that are remembered are those of the pattern, wherever a text lies in its buffer and whatever was asked before.</summary>
    [Fact]
    public void Every_text_is_judged_as_the_pattern_judges_it() =>
        Gen.Select(s_text.Array[0, 60].Array[1, 4], Gen.Int[0, 5]).Sample((batches, skipped) =>
        {
            TextRule rule = new(new SchemaProperty { Name = "code", Type = PhysicalType.Of(PhysicalTypeKind.String), Constraints = new PropertyConstraints { Pattern = Pattern } }, 0);
            foreach (string?[] texts in batches)
            {
                int first = Math.Min(skipped, texts.Length);
                TruthValue[] truth = new TruthValue[texts.Length - first];

                rule.Evaluate(Batch(texts, first), truth);

                Assert.Equal(texts[first..].Select(t => t is null || Regex.IsMatch(t, $@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant) ? TruthValue.True : TruthValue.False), truth);
            }
        });

    private static readonly Gen<string> s_class = Gen.OneOf<string>("[A]", "[AB]", "[A-Z]", "[0-9A-C]", "[a-zA-Z0-9_.-]", "[-AB]", "[A-A]", "[^A]", @"[\d]", "[B-A]", "[A-]", "[A-C-]", "[Aé]", "[A-Z-[B]]", "[]A]", "[+--]", "[*-A]", "A", ".", "[A-Z]?[0-9]");
    private static readonly Gen<string> s_times = Gen.OneOf<string>("", "?", "*", "+", "{2}", "{0}", "{1,3}", "{2,}", "{,2}", "{3,1}", "{ 2}", "+?", "{2}{2}", "{2}|B", "{99999999999}");

    /// <summary>One class of characters, repeated, is judged for whole columns at once, and as the pattern judges it; other patterns are not taken for one.</summary>
    [Fact]
    public void Classes_of_characters_are_judged_as_the_pattern_judges_them() =>
        Gen.Select(s_class, s_times, Gen.OneOf(Gen.Char["ABC"], Gen.Char["AB-9é\n]"]).Array[0, 4].Select(c => new string(c)).Array[0, 40], Gen.Int[0, 5], Gen.Int[0, 2]).Sample((set, times, texts, skipped, shortest) =>
        {
            if (!IsPattern(set + times))
                return;
            int first = Math.Min(skipped, texts.Length);
            PropertyConstraints constraints = new() { Pattern = set + times, MinimumLength = shortest, MaximumLength = shortest + 2 };
            TruthValue[] truth = new TruthValue[texts.Length - first];

            new TextRule(new SchemaProperty { Name = "code", Type = PhysicalType.Of(PhysicalTypeKind.String), Constraints = constraints }, 0).Evaluate(Batch(texts, first), truth);

            Assert.Equal(texts[first..].Select(t => t.Length >= shortest && t.Length <= shortest + 2 && Regex.IsMatch(t, $@"\A(?:{set}{times})\z", RegexOptions.CultureInvariant) ? TruthValue.True : TruthValue.False), truth);
        });

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [Theory]
    [InlineData("[A-Z]{3}", true)]
    [InlineData("[a-z0-9_-]+", true)]
    [InlineData("[0-9]{2,}", true)]
    [InlineData(@"\d{3}", false)]
    [InlineData("[^A]", false)]
    [InlineData("[A-Z]{3}|X", false)]
    [InlineData("[Z-A]", false)]
    [InlineData("[Aé]", false)]
    public void Only_patterns_of_one_class_are_taken_for_one(string pattern, bool isOne) => Assert.Equal(isOne, RepeatedClass.TryParse(pattern, 0, int.MaxValue) is not null);

    private static RecordBatch Batch(string?[] texts, int first)
    {
        StringArray.Builder builder = new();
        foreach (string? text in texts)
            builder.Append(text);
        IArrowArray column = ArrowArrayFactory.Slice(builder.Build(), first, texts.Length - first);
        return new RecordBatch(new Schema([ArrowFields.Create("code", PhysicalType.Of(PhysicalTypeKind.String), nullable: true)], null), [column], column.Length);
    }
}
