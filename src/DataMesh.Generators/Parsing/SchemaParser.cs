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
    private bool _nestsHelpers;

    private SchemaParser(INamedTypeSymbol type, AttributeData dataSchema)
    {
        _type = type;
        _dataSchema = dataSchema;
    }

    public static ParseResult Parse(INamedTypeSymbol type, AttributeData dataSchema, CancellationToken cancellationToken)
    {
        SchemaParser parser = new(type, dataSchema);
        SchemaModel? model = TypeShape.Check(type, parser._diagnostics) ? parser.ParseType(cancellationToken) : null;
        return new ParseResult(parser._diagnostics.HasErrors ? null : model, parser._diagnostics.ToArray());
    }

    private SchemaModel ParseType(CancellationToken cancellationToken)
    {
        TypeMembers typeMembers = TypeMembers.Find(_type, _diagnostics);
        NoteReach(_type);
        _nestsHelpers |= typeMembers.HasHiddenSetter || (typeMembers.Constructor is { } c && !TypeShape.IsReachable(c.DeclaredAccessibility));
        List<(IPropertySymbol Property, AttributeSet Attributes)> members = typeMembers.Stored;
        MemberParser parser = new(_diagnostics, FindEnum, NoteReach, [_type]);
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
            ConstructorArguments = EquatableArray<ConstructorArgument>.From(typeMembers.FindArguments()),
        };
    }

    // Types that only code inside of this one sees make the helpers live there.
    private void NoteReach(INamedTypeSymbol type) => _nestsHelpers |= TypeShape.Chain(type).Any(t => !TypeShape.IsReachable(t.DeclaredAccessibility));

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
