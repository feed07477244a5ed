using System.Globalization;

namespace DataMesh;

/// <summary>Limits of a property: in <c>logicalTypeOptions</c> where ODCS has a place for them, otherwise among our custom properties.</summary>
internal sealed class ConstraintDocument(PhysicalType type, YamlMapping options, YamlMapping custom)
{
    private const string AllowedValues = "allowedValues";

    private bool IsNumeric => type.LogicalType is LogicalType.Integer or LogicalType.Number;

    private bool HasTextOptions => type.LogicalType == LogicalType.String;

    /// <summary>Adds the limits.</summary>
    public void Write(PropertyConstraints limits)
    {
        WriteBound(limits.ExclusiveMinimum ? "exclusiveMinimum" : "minimum", limits.Minimum);
        WriteBound(limits.ExclusiveMaximum ? "exclusiveMaximum" : "maximum", limits.Maximum);
        YamlMapping text = HasTextOptions ? options : custom;
        if (limits.MinimumLength is int least)
            text.Add("minLength", least);
        if (limits.MaximumLength is int most)
            text.Add("maxLength", most);
        text.AddOptional("pattern", limits.Pattern);
        custom.AddOptional(AllowedValues, new YamlSequence([.. limits.AllowedValues.Select(Spell)]));
    }

    /// <summary>Reads the limits.</summary>
    public PropertyConstraints Read()
    {
        (ScalarValue minimum, bool exclusiveMinimum) = ReadBound("minimum", "exclusiveMinimum");
        (ScalarValue maximum, bool exclusiveMaximum) = ReadBound("maximum", "exclusiveMaximum");
        return new PropertyConstraints
        {
            Minimum = minimum,
            ExclusiveMinimum = exclusiveMinimum,
            Maximum = maximum,
            ExclusiveMaximum = exclusiveMaximum,
            MinimumLength = options.FindSmallCount("minLength") ?? custom.FindSmallCount("minLength"),
            MaximumLength = options.FindSmallCount("maxLength") ?? custom.FindSmallCount("maxLength"),
            Pattern = options.FindText("pattern") ?? custom.FindText("pattern"),
            AllowedValues = [.. custom.GetItems(AllowedValues).Select(ReadValue)],
        };
    }

    private void WriteBound(string key, ScalarValue bound)
    {
        if (bound.IsNull)
            return;
        bool fits = IsNative(bound) && type.LogicalType is not (LogicalType.String or LogicalType.Boolean);
        (fits ? options : custom).Add(key, fits ? Native(bound) : Typed(bound));
    }

    private (ScalarValue Bound, bool Exclusive) ReadBound(string inclusive, string exclusive)
    {
        if ((options.Find(inclusive) ?? custom.Find(inclusive)) is { } bound)
            return (ReadValue(bound), false);
        return (options.Find(exclusive) ?? custom.Find(exclusive)) is { } open ? (ReadValue(open), true) : default;
    }

    // True when the plain spelling reads back as the same value: the type's own kind, or a whole number for a number.
    private bool IsNative(ScalarValue value) => value.Kind == type.ScalarKind
        ? value.Kind != ScalarKind.Float || double.IsFinite(value.AsFloat())
        : value.Kind == ScalarKind.Integer && IsNumeric;

    /// <summary>A value of the type.</summary>
    public YamlNode Spell(ScalarValue value) => IsNative(value) ? Native(value) : Typed(value);

    private static YamlScalar Native(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Float => YamlScalar.Number(Point(value.ToString())),
        ScalarKind.Integer or ScalarKind.Decimal or ScalarKind.Boolean => YamlScalar.Number(value.ToString()),
        _ => YamlScalar.Of(value.ToString()),
    };

    // Without a point or exponent a double would read back as a whole number.
    private static string Point(string number) => number.AsSpan().ContainsAny('.', 'E') ? number : $"{number}.0";

    private static YamlMapping Typed(ScalarValue value) => new YamlMapping().Add("kind", EnumText.Spell(value.Kind)).Add("value", value.ToString());

    /// <summary>Reads a value of the type.</summary>
    public ScalarValue ReadValue(YamlNode node)
    {
        if (node is YamlMapping typed)
            return Parse(typed.GetScalar("kind").ParseEnum<ScalarKind>("kind of value"), typed.GetScalar("value"));
        if (node is not YamlScalar scalar)
            throw node.Error("a single value is expected.");
        if (!IsNumeric)
            return Parse(type.ScalarKind, scalar);
        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        return Parse(type.ScalarKind == ScalarKind.Integer ? ScalarKind.Decimal : type.ScalarKind, scalar);
    }

    private static ScalarValue Parse(ScalarKind kind, YamlScalar scalar) => ScalarText.TryParse(kind, scalar.Text, out ScalarValue value) ? value
        : throw scalar.Error($"{scalar.Quoted} is not a value of kind {EnumText.Spell(kind)}.");
}
