using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMesh;

/// <summary>The rules that the standards are made of. Where a format is checked, what could be refused by a validator counts as not allowed.</summary>
internal static class FieldRules
{
    private static readonly Regex _uri = new(
        @"^[A-Za-z][A-Za-z0-9+.\-]*:(//([A-Za-z0-9._~!$&'()*+,;=:\-]*@)?[A-Za-z0-9._~!$&'()*+,;=\-]*(:[0-9]*)?(/[A-Za-z0-9._~!$&'()*+,;=:@/\-]*)?|[A-Za-z0-9._~!$&'()*+,;=:@\-][A-Za-z0-9._~!$&'()*+,;=:@/\-]*)(\?[A-Za-z0-9._~!$&'()*+,;=:@/?\-]*)?(#[A-Za-z0-9._~!$&'()*+,;=:@/?\-]*)?\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex _instant = new(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Text. A number or truth value without quotes gets quotes.</summary>
    public static FieldRule Text { get; } = TextThat(_ => true);

    /// <summary>A URI.</summary>
    public static FieldRule UriText { get; } = TextThat(_uri.IsMatch);

    /// <summary>A calendar date.</summary>
    public static FieldRule Date { get; } = TextThat(t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    /// <summary>An instant with its offset.</summary>
    public static FieldRule Instant { get; } = TextThat(t => _instant.IsMatch(t) && DateTimeOffset.TryParse(t, CultureInfo.InvariantCulture, out _));

    /// <summary>True or false.</summary>
    public static FieldRule Flag { get; } = new FlagRule();

    /// <summary>A number.</summary>
    public static FieldRule Number { get; } = new ScalarRule(s => IsNumber(s) ? s : null);

    /// <summary>A whole number; in quotes it loses them.</summary>
    public static FieldRule Integer { get; } = new ScalarRule(s => AsInteger(s, mayBeNegative: true));

    /// <summary>A whole number that is not negative.</summary>
    public static FieldRule Count { get; } = new ScalarRule(s => AsInteger(s, mayBeNegative: false));

    /// <summary>A single value of any kind, also none.</summary>
    public static FieldRule SingleValue { get; } = new ScalarRule(s => s.Kind != YamlKind.Float || YamlKinds.IsFinite(s.Text) ? s : null);

    /// <summary>Anything.</summary>
    public static FieldRule Any { get; } = new AnyRule(IsJson);

    /// <summary>Named values of any kind.</summary>
    public static FieldRule Named { get; } = new AnyRule(v => v is YamlMapping);

    /// <summary>Text or named values.</summary>
    public static FieldRule TextOrNamed { get; } = new AnyRule(v => v is YamlMapping or YamlScalar { Kind: YamlKind.Text });

    /// <summary>A list of texts.</summary>
    public static FieldRule Texts { get; } = List(Text);

    /// <summary>Text that passes a test.</summary>
    public static FieldRule TextThat(Func<string, bool> passes) => new ScalarRule(s => !s.IsNull && passes(s.Text) ? s.Kind == YamlKind.Text ? s : YamlScalar.Of(s.Text) : null);

    /// <summary>One of the standard's words.</summary>
    public static FieldRule Word(params string[] words) => TextThat(t => words.Contains(t, StringComparer.Ordinal));

    /// <summary>What the version of the standard that is written does not know.</summary>
    public static FieldRule Later(FieldRule rule) => new LaterRule(rule);

    /// <summary>A list.</summary>
    public static FieldRule List(FieldRule item) => new ListRule(item);

    /// <summary>An element.</summary>
    public static FieldRule Element(Func<DocumentShape> shape) => new ElementRule(shape);

    /// <summary>A list of elements.</summary>
    public static FieldRule Elements(Func<DocumentShape> shape) => List(Element(shape));

    /// <summary>True for a number that a validator takes for one.</summary>
    public static bool IsNumber(YamlNode node) => node is YamlScalar { Kind: YamlKind.Integer or YamlKind.Float } number && YamlKinds.IsFinite(number.Text);

    private static bool IsJson(YamlNode node) => node is not YamlScalar { Kind: YamlKind.Float } scalar || YamlKinds.IsFinite(scalar.Text);

    private static YamlScalar? AsInteger(YamlScalar scalar, bool mayBeNegative)
    {
        YamlScalar number = scalar.Kind == YamlKind.Text ? YamlScalar.Number(scalar.Text) : scalar;
        return number.Kind == YamlKind.Integer && YamlKinds.IsFinite(number.Text) && (mayBeNegative || number.Text[0] != '-') ? number : null;
    }

    private sealed class FlagRule : FieldRule
    {
        public override void Import(YamlNode value, int depth)
        {
            if (value is not YamlScalar scalar || (FlagText.TryParse(scalar.Text) is null && !scalar.Text.Contains("${", StringComparison.Ordinal)))
                throw value.Error("true or false is expected here.");
        }

        public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth)
        {
            if (value is YamlScalar { Kind: YamlKind.Boolean })
                return value;
            if (value is not YamlScalar scalar || FlagText.TryParse(scalar.Text) is not { } flag)
                return null;
            YamlScalar plain = YamlScalar.Of(flag);
            carried.Add(value);
            carried.ShowInstead(plain.Text);
            return plain;
        }
    }
}
