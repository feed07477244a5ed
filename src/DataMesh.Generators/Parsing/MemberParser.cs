using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Reads one property and its attributes into a column.</summary>
/// <param name="diagnostics">Where problems go.</param>
/// <param name="enums">Finds the model of an enum.</param>
/// <param name="noteReach">Is told every type that generated code has to name.</param>
/// <param name="around">The types that the property lies in, the contract's first: one that comes again would nest without end.</param>
internal sealed class MemberParser(Diagnostics diagnostics, Func<ITypeSymbol, EnumModel> enums, Action<INamedTypeSymbol> noteReach, IReadOnlyList<ITypeSymbol> around)
{
    private const int Confidential = 2;
    private const int Restricted = 3;
    private const int AllCategories = 7;
    private const int PersonalOrSpecial = 1 | 2;
    private static readonly string[] s_unchecked = ["DeniedValues", "EmailAddress", "Phone", "Url", "CreditCard", "Base64String", "FileExtensions", "Compare", "CustomValidation", "EnumDataType"];

    private bool IsNested => around.Count > 1;

    public ColumnModel? Parse(IPropertySymbol property, AttributeSet attributes)
    {
        if (ParseValue(property, property.Type, property.NullableAnnotation, attributes) is not { } value)
            return null;
        // Below a nested column there are no keys and no event time: the type may be a contract of its own elsewhere.
        AttributeData? key = IsNested ? null : attributes.FindAnnotation("Key");
        bool saysNull = property.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || property.NullableAnnotation == NullableAnnotation.Annotated;
        if (key is not null && Applies(property, key, !value.Type.IsNested(), "A key is a single value.") && saysNull)
            diagnostics.Report(DiagnosticDescriptors.NullableKey, property, property.Name);
        (int? level, int categories) = ParseClassification(property, attributes);
        ReportUnchecked(property, attributes);
        return value with
        {
            Property = property.Name,
            Column = ParseColumnName(property, attributes),
            IsRequired = !value.IsNullable || key is not null || attributes.FindAnnotation("Required") is not null,
            KeyPosition = key is null ? 0 : 1,
            IsEventTime = !IsNested && ParseEventTime(property, value.Type, attributes),
            Description = DescriptionReading.Find(attributes),
            Unit = ParseUnit(property, value.Type, attributes),
            Classification = level,
            Categories = categories,
            FormerNames = EquatableArray<string>.From(attributes.AllOurs("FormerName").Select(a => a.Argument(0) as string ?? "")),
        };
    }

    /// <summary>Reads the type of a property, or of an item below it; name and meaning are the caller's to add.</summary>
    private ColumnModel? ParseValue(IPropertySymbol property, ITypeSymbol type, NullableAnnotation annotation, AttributeSet attributes)
    {
        bool nullableValue = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ITypeSymbol valueType = nullableValue ? ((INamedTypeSymbol)type).TypeArguments[0] : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (FindType(property, valueType) is not { } found)
            return null;
        NestedModel? nested = found.IsNested() ? ParseNested(property, found, valueType, attributes) : null;
        if (found.IsNested() && nested is null)
            return null;
        EnumModel? enumModel = found == MemberType.Enum ? enums(valueType) : null;
        (int precision, int scale) = found is MemberType.List or MemberType.Map ? default : ParsePrecision(property, found, attributes);
        bool mayBeNull = nullableValue || (valueType.IsReferenceType && annotation != NullableAnnotation.NotAnnotated);
        return new ColumnModel
        {
            Property = "",
            Column = "",
            Type = found,
            TypeName = TypeMapping.NameOf(valueType),
            IsReference = valueType.IsReferenceType,
            IsNullable = mayBeNull,
            IsRequired = !mayBeNull,
            Precision = precision,
            Scale = scale,
            EnumName = enumModel?.Name,
            Constraints = new ConstraintParser(property, valueType, found, attributes, diagnostics).Parse(enumModel),
            Nested = nested,
        };
    }

    private NestedModel? ParseNested(IPropertySymbol property, MemberType type, ITypeSymbol valueType, AttributeSet attributes) => type switch
    {
        MemberType.Struct => ParseStruct(property, (INamedTypeSymbol)valueType),
        MemberType.List => ParseItems(property, "To" + TypeMapping.ListForm(valueType), [("Element", TypeMapping.ListElement(valueType)!, attributes)]),
        _ => ParseItems(property, "ToDictionary", [("Key", ((INamedTypeSymbol)valueType).TypeArguments[0], new AttributeSet([])), ("Value", ((INamedTypeSymbol)valueType).TypeArguments[1], attributes)]),
    };

    // Only the digits of a decimal can be said of what a list or map holds.
    private NestedModel? ParseItems(IPropertySymbol property, string maker, (string Name, ITypeSymbol Type, AttributeSet Attributes)[] items)
    {
        List<ColumnModel> children = [];
        foreach ((string name, ITypeSymbol type, AttributeSet attributes) in items)
        {
            AttributeSet digits = new(attributes.AllOurs("DecimalPrecision"));
            if (ParseValue(property, type, type.NullableAnnotation, digits) is not { } child)
                return null;
            if (name == "Key" && (!child.Type.IsKey() || child is { IsNullable: true, IsReference: false } || type.NullableAnnotation == NullableAnnotation.Annotated))
            {
                diagnostics.Report(DiagnosticDescriptors.UnsupportedKey, property, property.Name, type.ToDisplayString());
                return null;
            }
            children.Add(child with { Property = name, Column = name.ToLowerInvariant(), IsRequired = child.IsRequired || name == "Key", IsNullable = child.IsNullable && name != "Key" });
        }
        return new NestedModel { Children = EquatableArray<ColumnModel>.From(children), Maker = maker };
    }

    private NestedModel? ParseStruct(IPropertySymbol property, INamedTypeSymbol type)
    {
        if (around.Contains(type, SymbolEqualityComparer.Default))
        {
            diagnostics.Report(DiagnosticDescriptors.RecursiveType, property, property.Name, type.Name);
            return null;
        }
        noteReach(type);
        TypeMembers members = TypeMembers.Find(type, diagnostics);
        if (members.HasHiddenSetter || members.Constructor is { } c && !TypeShape.IsReachable(c.DeclaredAccessibility))
            diagnostics.Report(DiagnosticDescriptors.NoConstructor, property, type.Name, "its constructor or a setter is private");
        MemberParser parser = new(diagnostics, enums, noteReach, [.. around, type]);
        List<ColumnModel> columns = [.. members.Stored.Select(m => parser.Parse(m.Property, m.Attributes)).OfType<ColumnModel>()];
        new ColumnSetRules(diagnostics, members.Stored).Check(columns);
        if (members.Stored.Count == 0)
            diagnostics.Report(DiagnosticDescriptors.UnmappableType, property, property.Name, type.ToDisplayString(), "It has no public property with get and init that could be stored.");
        return columns.Count == 0 ? null : new NestedModel
        {
            Children = EquatableArray<ColumnModel>.From(columns),
            ConstructorArguments = EquatableArray<ConstructorArgument>.From(members.FindArguments()),
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
        if (!Applies(property, attribute, type == MemberType.Decimal, "Only a decimal has it, and a list or map of decimals."))
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
