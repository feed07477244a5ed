using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Reads one property and its attributes into a column.</summary>
internal sealed class MemberParser(Diagnostics diagnostics, Func<ITypeSymbol, EnumModel> enums)
{
    private const int Confidential = 2;
    private const int Restricted = 3;
    private const int AllCategories = 7;
    private const int PersonalOrSpecial = 1 | 2;
    private static readonly string[] s_unchecked = ["DeniedValues", "EmailAddress", "Phone", "Url", "CreditCard", "Base64String", "FileExtensions", "Compare", "CustomValidation", "EnumDataType"];

    public ColumnModel? Parse(IPropertySymbol property, AttributeSet attributes)
    {
        bool nullableValue = property.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ITypeSymbol valueType = nullableValue ? ((INamedTypeSymbol)property.Type).TypeArguments[0] : property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (FindType(property, valueType) is not { } type)
            return null;
        bool mayBeNull = nullableValue || (type.IsReference() && property.NullableAnnotation != NullableAnnotation.NotAnnotated);
        bool saysNull = nullableValue || property.NullableAnnotation == NullableAnnotation.Annotated;
        AttributeData? key = attributes.FindAnnotation("Key");
        if (key is not null && saysNull)
            diagnostics.Report(DiagnosticDescriptors.NullableKey, property, property.Name);
        EnumModel? enumModel = type == MemberType.Enum ? enums(valueType) : null;
        (int precision, int scale) = ParsePrecision(property, type, attributes);
        (int? level, int categories) = ParseClassification(property, attributes);
        ReportUnchecked(property, attributes);
        return new ColumnModel
        {
            Property = property.Name,
            Column = ParseColumnName(property, attributes),
            Type = type,
            IsNullable = mayBeNull,
            IsRequired = !mayBeNull || key is not null || attributes.FindAnnotation("Required") is not null,
            Precision = precision,
            Scale = scale,
            EnumName = enumModel?.Name,
            KeyPosition = key is null ? 0 : 1,
            IsEventTime = ParseEventTime(property, type, attributes),
            Description = DescriptionReading.Find(attributes),
            Unit = ParseUnit(property, type, attributes),
            Classification = level,
            Categories = categories,
            FormerNames = EquatableArray<string>.From(attributes.AllOurs("FormerName").Select(a => a.Argument(0) as string ?? "")),
            Constraints = new ConstraintParser(property, valueType, type, attributes, diagnostics).Parse(enumModel),
        };
    }

    private MemberType? FindType(IPropertySymbol property, ITypeSymbol valueType)
    {
        MemberType? type = TypeMapping.Find(valueType);
        if (type == MemberType.Enum && EnumParser.IsFlags(valueType))
            diagnostics.Report(DiagnosticDescriptors.FlagsEnum, property, property.Name, valueType.ToDisplayString());
        else if (type == MemberType.Enum && !EnumParser.Members(valueType).Any())
            diagnostics.Report(DiagnosticDescriptors.UnmappableType, property, property.Name, valueType.ToDisplayString(), "An enum is stored by the names of its members: declare at least one.");
        else if (type is null && valueType.TypeKind != TypeKind.Error)
            diagnostics.Report(DiagnosticDescriptors.UnmappableType, property, property.Name, valueType.ToDisplayString(), TypeMapping.Remedy(valueType));
        else
            return type;
        return null;
    }

    private (int Precision, int Scale) ParsePrecision(IPropertySymbol property, MemberType type, AttributeSet attributes)
    {
        AttributeData? attribute = attributes.FindOurs("DecimalPrecision");
        if (type == MemberType.UInt64)
            return (20, 0);
        if (attribute is null)
        {
            if (type == MemberType.Decimal)
                diagnostics.Report(DiagnosticDescriptors.MissingPrecision, property, property.Name);
            return (0, 0);
        }
        if (!Applies(property, attribute, type == MemberType.Decimal, "Only a decimal has it."))
            return (0, 0);
        (int precision, int scale) = (attribute.Argument(0) as int? ?? 0, attribute.Argument(1) as int? ?? 0);
        if (precision is < 1 or > 38 || scale < 0 || scale > precision)
            diagnostics.Report(DiagnosticDescriptors.BadPrecision, attribute, property.Name, $"{precision}", $"{scale}");
        return (precision, scale);
    }

    private (int? Level, int Categories) ParseClassification(IPropertySymbol property, AttributeSet attributes)
    {
        if (attributes.FindOurs("Classified") is not { } attribute)
            return (null, 0);
        (int level, int categories) = (attribute.Argument(0) as int? ?? 0, attribute.Argument(1) as int? ?? 0);
        if (level is < 0 or > Restricted || categories is < 0 or > AllCategories)
        {
            diagnostics.Report(DiagnosticDescriptors.BadArgument, attribute, property.Name, "[Classified]", "the level or a category is not declared");
            return (null, 0);
        }
        if ((categories & PersonalOrSpecial) != 0 && level < Confidential)
            diagnostics.Report(DiagnosticDescriptors.ClassificationConflict, attribute, property.Name, level == 0 ? "Public" : "Internal", (categories & 2) != 0 ? "special" : "personal");
        return (level, categories);
    }

    private bool ParseEventTime(IPropertySymbol property, MemberType type, AttributeSet attributes) =>
        attributes.FindOurs("EventTime") is { } attribute && Applies(property, attribute, type.IsEventTime(), "Use DateTimeOffset, DateTime or DateOnly.");

    private string? ParseUnit(IPropertySymbol property, MemberType type, AttributeSet attributes) =>
        attributes.FindOurs("Unit") is { } attribute && Applies(property, attribute, type.IsNumber(), "Only numbers have a unit.") ? attribute.Argument(0) as string : null;

    private string ParseColumnName(IPropertySymbol property, AttributeSet attributes)
    {
        AttributeData? attribute = attributes.Find(AttributeSet.Annotations + "Schema.ColumnAttribute");
        if (attribute?.Argument(0) is not string name)
            return SnakeCase.From(property.Name);
        if (name.Trim().Length == 0 || name.Any(char.IsControl))
            diagnostics.Report(DiagnosticDescriptors.BadArgument, attribute, property.Name, "[Column]", "a column name has at least one visible character and no control characters");
        return name;
    }

    private bool Applies(IPropertySymbol property, AttributeData attribute, bool condition, string remedy)
    {
        if (!condition)
            diagnostics.Report(DiagnosticDescriptors.DoesNotApply, attribute, property.Name, attribute.DisplayName(), $"'{property.Type.ToDisplayString()}'", remedy);
        return condition;
    }

    private void ReportUnchecked(IPropertySymbol property, AttributeSet attributes)
    {
        foreach (AttributeData attribute in attributes.All.Where(a => AttributeSet.NameOf(a).StartsWith(AttributeSet.Annotations, StringComparison.Ordinal)
            && s_unchecked.Contains(a.AttributeClass!.Name.Replace("Attribute", ""))))
            diagnostics.Report(DiagnosticDescriptors.NotInContract, attribute, property.Name, attribute.DisplayName());
    }
}
