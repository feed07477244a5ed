using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>The properties of a type that are stored, and the constructor that takes them back.</summary>
internal sealed class TypeMembers
{
    private readonly INamedTypeSymbol _type;
    private readonly Diagnostics _diagnostics;

    private TypeMembers(INamedTypeSymbol type, Diagnostics diagnostics)
    {
        _type = type;
        _diagnostics = diagnostics;
        Constructor = ConstructorParser.Choose(type);
    }

    public IMethodSymbol? Constructor { get; }

    /// <summary>The stored properties in order of declaration.</summary>
    public List<(IPropertySymbol Property, AttributeSet Attributes)> Stored { get; } = [];

    /// <summary>True when a stored property is set by other means than the constructor, and only code of the type itself can do so.</summary>
    public bool HasHiddenSetter { get; private set; }

    public static TypeMembers Find(INamedTypeSymbol type, Diagnostics diagnostics)
    {
        TypeMembers members = new(type, diagnostics);
        members.ReportInheritedMembers();
        members.ReportRequiredFields();
        members.FindStored();
        return members;
    }

    /// <summary>The constructor's arguments; problems are reported.</summary>
    public IEnumerable<ConstructorArgument> FindArguments()
    {
        if (Constructor is null)
        {
            _diagnostics.Report(DiagnosticDescriptors.NoConstructor, _type, _type.Name, "it has several constructors");
            return [];
        }
        List<ConstructorArgument> arguments = [];
        foreach (IParameterSymbol parameter in Constructor.Parameters)
        {
            if (ConstructorParser.FindProperty(parameter, Stored.Select(m => m.Property)) is { } property)
                arguments.Add(new ConstructorArgument(EnumParser.Identifier(parameter.Name), property.Name));
            else if (!parameter.IsOptional)
                _diagnostics.Report(DiagnosticDescriptors.NoConstructor, _type, _type.Name, $"parameter '{parameter.Name}' of its constructor is no column");
        }
        return arguments;
    }

    private void FindStored()
    {
        foreach (IPropertySymbol property in _type.GetMembers().OfType<IPropertySymbol>())
        {
            IParameterSymbol? parameter = Constructor?.Parameters.FirstOrDefault(p => ConstructorParser.FindProperty(p, [property]) is not null);
            AttributeSet attributes = new([.. property.GetAttributes(), .. parameter?.GetAttributes() ?? []]);
            if (IsColumn(property, parameter, attributes))
            {
                Stored.Add((property, attributes));
                HasHiddenSetter |= parameter is null && !TypeShape.IsReachable(property.SetMethod!.DeclaredAccessibility);
            }
            else if (property.IsRequired)
                _diagnostics.Report(DiagnosticDescriptors.RequiredNotStored, property, property.Name);
        }
    }

    // A property without set or init, that no constructor sets, is computed from others.
    private static bool IsColumn(IPropertySymbol property, IParameterSymbol? parameter, AttributeSet attributes) =>
        property is { IsStatic: false, IsIndexer: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public }
        && (property.SetMethod is not null || parameter is not null)
        && attributes.Find(AttributeSet.Annotations + "Schema.NotMappedAttribute") is null;

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
}
