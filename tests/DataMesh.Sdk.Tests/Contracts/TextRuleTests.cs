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

    private static RecordBatch Batch(string?[] texts, int first)
    {
        StringArray.Builder builder = new();
        foreach (string? text in texts)
            builder.Append(text);
        IArrowArray column = ArrowArrayFactory.Slice(builder.Build(), first, texts.Length - first);
        return new RecordBatch(new Schema([ArrowFields.Create("code", PhysicalType.Of(PhysicalTypeKind.String), nullable: true)], null), [column], column.Length);
    }
}
