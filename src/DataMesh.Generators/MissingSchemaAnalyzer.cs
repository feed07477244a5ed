using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataMesh.Generators;

/// <summary>Says "add [DataSchema]" where the compiler only says that a type does not fit a constraint. The additional locations are those of the type, for the code fix.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingSchemaAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.MissingSchema];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("DataMesh.IDataSchema`1") is not { } contract)
                return;
            start.RegisterSyntaxNodeAction(node => AnalyzeGenericName(node, contract), SyntaxKind.GenericName);
            start.RegisterSyntaxNodeAction(node => AnalyzeInferredCall(node, contract), SyntaxKind.InvocationExpression);
        });
    }

    private static void AnalyzeGenericName(SyntaxNodeAnalysisContext context, INamedTypeSymbol contract)
    {
        GenericNameSyntax name = (GenericNameSyntax)context.Node;
        SeparatedSyntaxList<TypeSyntax> arguments = name.TypeArgumentList.Arguments;
        if (Parameters(Symbol(context, name)) is not { } parameters || parameters.Length != arguments.Count)
            return;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (context.SemanticModel.GetTypeInfo(arguments[i], context.CancellationToken).Type is { } argument && Lacks(parameters[i], argument, contract))
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.MissingSchema, arguments[i].GetLocation(), argument.Locations.Where(l => l.IsInSource), argument.Name));
        }
    }

    private static void AnalyzeInferredCall(SyntaxNodeAnalysisContext context, INamedTypeSymbol contract)
    {
        ExpressionSyntax called = ((InvocationExpressionSyntax)context.Node).Expression;
        SimpleNameSyntax? name = called is MemberAccessExpressionSyntax access ? access.Name : called as SimpleNameSyntax;
        if (name is not IdentifierNameSyntax || Symbol(context, called) is not IMethodSymbol { IsGenericMethod: true } method)
            return;
        for (int i = 0; i < method.TypeParameters.Length; i++)
        {
            if (Lacks(method.TypeParameters[i], method.TypeArguments[i], contract))
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.MissingSchema, name.GetLocation(), method.TypeArguments[i].Locations.Where(l => l.IsInSource), method.TypeArguments[i].Name));
        }
    }

    // A call that breaks a constraint binds to no symbol; the method is then among the candidates.
    private static ISymbol? Symbol(SyntaxNodeAnalysisContext context, SyntaxNode node)
    {
        SymbolInfo info = context.SemanticModel.GetSymbolInfo(node, context.CancellationToken);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    private static ImmutableArray<ITypeParameterSymbol>? Parameters(ISymbol? symbol) => symbol switch
    {
        IMethodSymbol method => method.TypeParameters,
        INamedTypeSymbol type => type.TypeParameters,
        _ => null,
    };

    private static bool Lacks(ITypeParameterSymbol parameter, ITypeSymbol argument, INamedTypeSymbol contract) =>
        argument is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type
        && parameter.ConstraintTypes.Any(c => SymbolEqualityComparer.Default.Equals(c.OriginalDefinition, contract))
        && !type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, contract))
        && !type.GetAttributes().Any(a => AttributeSet.NameOf(a) == "DataMesh.DataSchemaAttribute");
}
