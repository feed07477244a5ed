using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataMesh.Generators;

/// <summary>Reads [Range], the lengths, [RegularExpression] and [AllowedValues] of one member.</summary>
internal sealed class ConstraintParser(IPropertySymbol property, ITypeSymbol valueType, MemberType type, AttributeSet attributes, Diagnostics diagnostics)
{
    public ConstraintModel Parse(EnumModel? enumModel)
    {
        ConstraintModel constraints = ParseLengths(ParseRange(new ConstraintModel()));
        return constraints with { Pattern = ParsePattern(), AllowedValues = ParseAllowedValues(enumModel) };
    }

    private ConstraintModel ParseRange(ConstraintModel model)
    {
        if (attributes.FindAnnotation("Range") is not { } range || !Applies(range, type.IsNumber() || type.IsTime(), "Numbers, dates and times have ranges."))
            return model;
        bool typed = range.ConstructorArguments.Length == 3;
        if (typed && range.Argument(0) is ITypeSymbol operand && TypeMapping.Find(operand) is var mapped && mapped != type && !(mapped is { } number && number.IsNumber() && type.IsNumber()))
            return Reject(range, $"its operand type '{operand.ToDisplayString()}' is not the member's", model);
        if (!typed && !type.IsNumber())
            return Reject(range, $"bounds of '{valueType.ToDisplayString()}' need the form [Range(typeof({valueType.Name}), \"…\", \"…\")]", model);
        object? low = range.Argument(typed ? 1 : 0), high = range.Argument(typed ? 2 : 1);
        if (typed && (IsUnreadable(low) || IsUnreadable(high)))
            return Reject(range, $"its bounds are no values of '{valueType.ToDisplayString()}' in the invariant culture", model);
        if (!typed && Convert.ToDouble(low, CultureInfo.InvariantCulture) > Convert.ToDouble(high, CultureInfo.InvariantCulture))
            return Reject(range, "the minimum is greater than the maximum", model);
        return model with
        {
            Minimum = Bound(low),
            Maximum = Bound(high),
            ExclusiveMinimum = range.Named("MinimumIsExclusive") is true,
            ExclusiveMaximum = range.Named("MaximumIsExclusive") is true,
        };
    }

    private bool IsUnreadable(object? bound) => bound is not string text || ScalarLiterals.Parse(type, text) is null;

    private ScalarModel? Bound(object? bound) => bound switch
    {
        null => null,
        string text => ScalarLiterals.Parse(type, text),
        _ => ScalarLiterals.FromNumber(type, bound),
    };

    private ConstraintModel ParseLengths(ConstraintModel model)
    {
        (int? minimum, int? maximum) = (null, null);
        foreach (string name in new[] { "StringLength", "Length", "MinLength", "MaxLength" })
        {
            if (attributes.FindAnnotation(name) is not { } attribute
                || !Applies(attribute, name == "StringLength" ? type == MemberType.String : type.HasLength(), "Texts and bytes have lengths."))
                continue;
            (int? low, int? high) = name switch
            {
                "StringLength" => (attribute.Named("MinimumLength") as int?, attribute.Argument(0) as int?),
                "Length" => (attribute.Argument(0) as int?, attribute.Argument(1) as int?),
                "MinLength" => (attribute.Argument(0) as int?, null),
                _ => ((int?)null, attribute.Argument(0) is int and not -1 and int length ? length : null),
            };
            if (low < 0 || high < 0 || low > high)
                Reject(attribute, "lengths are not negative and the minimum is not greater than the maximum", model);
            (minimum, maximum) = (Stricter(minimum, low, Math.Max), Stricter(maximum, high, Math.Min));
        }
        return model with { MinimumLength = minimum is 0 ? null : minimum, MaximumLength = maximum };
    }

    private static int? Stricter(int? a, int? b, Func<int, int, int> choose) => a is { } x && b is { } y ? choose(x, y) : a ?? b;

    private string? ParsePattern()
    {
        if (attributes.FindAnnotation("RegularExpression") is not { } attribute || !Applies(attribute, type == MemberType.String, "Only texts match a pattern."))
            return null;
        string pattern = attribute.Argument(0) as string ?? "";
        try
        {
            _ = new Regex(pattern);
            return pattern;
        }
        catch (ArgumentException error)
        {
            diagnostics.Report(DiagnosticDescriptors.BadArgument, attribute, property.Name, attribute.DisplayName(), error.Message.TrimEnd('.'));
            return null;
        }
    }

    private EquatableArray<ScalarModel> ParseAllowedValues(EnumModel? enumModel)
    {
        if (attributes.FindAnnotation("AllowedValues") is not { } attribute)
            return enumModel is null ? default : EquatableArray<ScalarModel>.From(enumModel.Members.Where(m => !m.IsAlias).Select(m => ScalarLiterals.FromText(m.Name)));
        if (!Applies(attribute, !type.IsBinary() && !type.IsNested(), "Only single values that are no bytes have a list of values.")
            || attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } list)
            return default;
        List<ScalarModel> values = [];
        foreach (TypedConstant item in list.Values.Where(v => !v.IsNull))
        {
            if (AllowedValue(item) is { } value)
                values.Add(value);
            else
                diagnostics.Report(DiagnosticDescriptors.BadArgument, attribute, property.Name, attribute.DisplayName(), $"{item.ToCSharpString()} is no value of '{valueType.ToDisplayString()}'");
        }
        return EquatableArray<ScalarModel>.From(values);
    }

    private ScalarModel? AllowedValue(TypedConstant item) => (type, item.Value) switch
    {
        (MemberType.Enum, _) => EnumParser.Members(valueType).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(item.Type, valueType) && m.ConstantValue!.Equals(item.Value))
            is { } member ? ScalarLiterals.FromText(member.Name) : null,
        (MemberType.Boolean, bool truth) => ScalarLiterals.FromBoolean(truth),
        (MemberType.String, char letter) => ScalarLiterals.FromText(letter.ToString()),
        (_, string text) => ScalarLiterals.Parse(type, text),
        (_, bool or char) => null,
        _ => type.IsNumber() && item.Type?.TypeKind != TypeKind.Enum ? ScalarLiterals.FromNumber(type, item.Value!) : null,
    };

    private bool Applies(AttributeData attribute, bool condition, string remedy)
    {
        if (!condition)
            diagnostics.Report(DiagnosticDescriptors.DoesNotApply, attribute, property.Name, attribute.DisplayName(), $"'{valueType.ToDisplayString()}'", remedy);
        return condition;
    }

    private ConstraintModel Reject(AttributeData attribute, string problem, ConstraintModel model)
    {
        diagnostics.Report(DiagnosticDescriptors.BadArgument, attribute, property.Name, attribute.DisplayName(), problem);
        return model;
    }
}
