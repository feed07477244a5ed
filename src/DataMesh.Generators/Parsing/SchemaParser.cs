using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>The model of a type, absent when it has errors, and what is wrong with it.</summary>
internal sealed record ParseResult(SchemaModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>Reads a [DataSchema] type.</summary>
internal sealed class SchemaParser
{
    private readonly INamedTypeSymbol _type;
    private readonly AttributeData _dataSchema;
    private readonly Diagnostics _diagnostics = new();
    private readonly Dictionary<ITypeSymbol, EnumModel> _enums = new(SymbolEqualityComparer.Default);
    private readonly IMethodSymbol? _constructor;
    private bool _nestsHelpers;

    private SchemaParser(INamedTypeSymbol type, AttributeData dataSchema)
    {
        _type = type;
        _dataSchema = dataSchema;
        _constructor = ConstructorParser.Choose(type);
        _nestsHelpers = TypeShape.Chain(type).Any(t => !TypeShape.IsReachable(t.DeclaredAccessibility)) || (_constructor is { } c && !TypeShape.IsReachable(c.DeclaredAccessibility));
    }

    public static ParseResult Parse(INamedTypeSymbol type, AttributeData dataSchema, CancellationToken cancellationToken)
    {
        SchemaParser parser = new(type, dataSchema);
        SchemaModel? model = TypeShape.Check(type, parser._diagnostics) ? parser.ParseType(cancellationToken) : null;
        return new ParseResult(parser._diagnostics.HasErrors ? null : model, parser._diagnostics.ToArray());
    }

    private SchemaModel ParseType(CancellationToken cancellationToken)
    {
        ReportInheritedMembers();
        ReportRequiredFields();
        List<(IPropertySymbol Property, AttributeSet Attributes)> members = FindMembers();
        MemberParser parser = new(_diagnostics, FindEnum);
        List<ColumnModel> columns = [];
        foreach ((IPropertySymbol property, AttributeSet attributes) in members)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parser.Parse(property, attributes) is { } column)
                columns.Add(column);
        }
        if (members.Count == 0)
            _diagnostics.Report(DiagnosticDescriptors.NoColumns, _type, _type.Name);
        new ColumnSetRules(_diagnostics, members).Check(columns);
        AttributeSet typeAttributes = new(_type.GetAttributes());
        return new SchemaModel
        {
            Namespace = _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString(),
            Containers = EquatableArray<string>.From(TypeShape.Chain(_type).Skip(1).Reverse().Select(TypeShape.Declaration)),
            Declaration = TypeShape.Declaration(_type),
            Name = EnumParser.Identifier(_type.Name),
            FullName = _type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            HelperPrefix = string.Concat(TypeShape.Chain(_type).Reverse().Select(t => t.Name)),
            NestsHelpers = _nestsHelpers,
            ContractName = _dataSchema.Named("Name") as string ?? SnakeCase.From(_type.Name),
            Description = DescriptionReading.Find(typeAttributes),
            Columns = EquatableArray<ColumnModel>.From(KeyOrder.Apply(columns, members)),
            Enums = EquatableArray<EnumModel>.From(_enums.Values),
            ConstructorArguments = EquatableArray<ConstructorArgument>.From(FindArguments(members)),
        };
    }

    private List<(IPropertySymbol Property, AttributeSet Attributes)> FindMembers()
    {
        List<(IPropertySymbol, AttributeSet)> members = [];
        foreach (IPropertySymbol property in _type.GetMembers().OfType<IPropertySymbol>())
        {
            IParameterSymbol? parameter = _constructor?.Parameters.FirstOrDefault(p => ConstructorParser.FindProperty(p, [property]) is not null);
            AttributeSet attributes = new([.. property.GetAttributes(), .. parameter?.GetAttributes() ?? []]);
            if (IsColumn(property, parameter, attributes))
            {
                members.Add((property, attributes));
                _nestsHelpers |= parameter is null && !TypeShape.IsReachable(property.SetMethod!.DeclaredAccessibility);
            }
            else if (property.IsRequired)
                _diagnostics.Report(DiagnosticDescriptors.RequiredNotStored, property, property.Name);
        }
        return members;
    }

    // A property without set or init, that no constructor sets, is computed from others.
    private static bool IsColumn(IPropertySymbol property, IParameterSymbol? parameter, AttributeSet attributes) =>
        property is { IsStatic: false, IsIndexer: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public }
        && (property.SetMethod is not null || parameter is not null)
        && attributes.Find(AttributeSet.Annotations + "Schema.NotMappedAttribute") is null;

    private List<ConstructorArgument> FindArguments(List<(IPropertySymbol Property, AttributeSet Attributes)> members)
    {
        if (_constructor is null)
        {
            _diagnostics.Report(DiagnosticDescriptors.NoConstructor, _type, _type.Name, "it has several constructors");
            return [];
        }
        List<ConstructorArgument> arguments = [];
        foreach (IParameterSymbol parameter in _constructor.Parameters)
        {
            if (ConstructorParser.FindProperty(parameter, members.Select(m => m.Property)) is { } property)
                arguments.Add(new ConstructorArgument(EnumParser.Identifier(parameter.Name), property.Name));
            else if (!parameter.IsOptional)
                _diagnostics.Report(DiagnosticDescriptors.NoConstructor, _type, _type.Name, $"parameter '{parameter.Name}' of its constructor is no column");
        }
        return arguments;
    }

    private void ReportInheritedMembers()
    {
        for (INamedTypeSymbol? parent = _type.BaseType; parent is { SpecialType: SpecialType.None }; parent = parent.BaseType)
        {
            IPropertySymbol? inherited = parent.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(p => IsColumn(p, null, new AttributeSet(p.GetAttributes())));
            if (inherited is not null)
                _diagnostics.Report(DiagnosticDescriptors.InheritedMembers, _type, _type.Name, inherited.Name, parent.Name);
        }
    }

    private void ReportRequiredFields()
    {
        foreach (IFieldSymbol field in _type.GetMembers().OfType<IFieldSymbol>().Where(f => f.IsRequired))
            _diagnostics.Report(DiagnosticDescriptors.RequiredNotStored, field, field.Name);
    }

    private EnumModel FindEnum(ITypeSymbol type)
    {
        if (_enums.TryGetValue(type, out EnumModel? known))
            return known;
        string name = type.Name;
        for (int i = 2; _enums.Values.Any(e => e.Name == name); i++)
            name = type.Name + i;
        return _enums[type] = EnumParser.Parse(type, name);
    }
}
