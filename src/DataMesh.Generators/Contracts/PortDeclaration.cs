using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Generators;

/// <summary>An output port as code declares it: <c>AddProduct&lt;T&gt;("domain/product/port", …)</c>, or <c>Output&lt;T&gt;("port", …)</c> below AddProduct and AddDomain.</summary>
/// <remarks>Read from syntax, because it is read where the record has no mapping yet and the call therefore binds to nothing.</remarks>
internal sealed class PortDeclaration
{
    private static readonly Regex _segment = new("^[a-z][a-z0-9-]{0,62}$", RegexOptions.CultureInvariant);

    /// <summary>The record.</summary>
    public required INamedTypeSymbol Record { get; init; }

    /// <summary>The record where the call names it.</summary>
    public required TypeSyntax RecordSyntax { get; init; }

    /// <summary>The port; null when code computes it.</summary>
    public required string? Port { get; init; }

    /// <summary>The version; null when code computes it.</summary>
    public required string? Version { get; init; }

    /// <summary>What declares the version; null when nothing does.</summary>
    public required ExpressionSyntax? VersionSyntax { get; init; }

    /// <summary>What configures the port; null unless it is a lambda.</summary>
    public required LambdaExpressionSyntax? Configuration { get; init; }

    /// <summary>True for nodes that may declare a port.</summary>
    public static bool IsCandidate(SyntaxNode node) => node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 2 } call
        && NameOf(call) is GenericNameSyntax { Identifier.ValueText: "AddProduct" or "Output", TypeArgumentList.Arguments.Count: 1 };

    /// <summary>The declaration of a call; null when it is none, or of a record that is no contract.</summary>
    public static PortDeclaration? TryRead(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!IsCandidate(node) || node is not InvocationExpressionSyntax call || NameOf(call) is not GenericNameSyntax name)
            return null;
        TypeSyntax recordSyntax = name.TypeArgumentList.Arguments[0];
        if (model.GetTypeInfo(recordSyntax, cancellationToken).Type is not INamedTypeSymbol record || SchemaOf(record) is null || !IsOurs(call, model, cancellationToken))
            return null;
        LambdaExpressionSyntax? configuration = call.ArgumentList.Arguments[1].Expression as LambdaExpressionSyntax;
        ExpressionSyntax? version = configuration is null ? null : FindVersion(configuration);
        return new PortDeclaration
        {
            Record = record,
            RecordSyntax = recordSyntax,
            Port = PortOf(call, name, model, cancellationToken),
            Version = configuration is null ? null : version is null ? ContractVersion.Default : VersionOf(version, model, cancellationToken),
            VersionSyntax = version,
            Configuration = configuration,
        };
    }

    /// <summary>What a record says of the contract; null when the record has errors, which are told elsewhere.</summary>
    public SchemaModel? ReadRecord(CancellationToken cancellationToken) => SchemaParser.Parse(Record, SchemaOf(Record)!, cancellationToken).Model;

    private static AttributeData? SchemaOf(INamedTypeSymbol record) => record.GetAttributes().FirstOrDefault(a => AttributeSet.NameOf(a) == "DataMesh.DataSchemaAttribute");

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax simple => simple,
        _ => null,
    };

    // A call that binds to nothing is taken for ours.
    private static bool IsOurs(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        SymbolInfo info = model.GetSymbolInfo(call, cancellationToken);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault())?.ContainingType is not { } type
            || type.ToDisplayString() is "Microsoft.Extensions.DependencyInjection.DataMeshBuilderExtensions" or "DataMesh.ProductBuilder";
    }

    private static string? PortOf(InvocationExpressionSyntax call, GenericNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        string? port = FirstText(call, model, cancellationToken);
        if (name.Identifier.ValueText == "Output")
        {
            InvocationExpressionSyntax? product = Around(call, "AddProduct");
            InvocationExpressionSyntax? domain = product is null ? null : Around(product, "AddDomain");
            port = domain is null || port is null ? null : $"{FirstText(domain, model, cancellationToken)}/{FirstText(product!, model, cancellationToken)}/{port}";
        }
        return port?.Split('/') is { Length: 3 } segments && segments.All(s => _segment.IsMatch(s)) ? port : null;
    }

    // The call in whose lambda another one stands.
    private static InvocationExpressionSyntax? Around(SyntaxNode call, string name)
    {
        LambdaExpressionSyntax? lambda = call.Ancestors().OfType<LambdaExpressionSyntax>().FirstOrDefault();
        return lambda?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax around } && NameOf(around)?.Identifier.ValueText == name ? around : null;
    }

    private static string? FirstText(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.ArgumentList.Arguments.FirstOrDefault() is { } argument ? TextOf(argument.Expression, model, cancellationToken) : null;

    private static string? TextOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : model.GetConstantValue(expression, cancellationToken).Value as string;

    private static ExpressionSyntax? FindVersion(LambdaExpressionSyntax configuration) => configuration.Body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Where(c => NameOf(c)?.Identifier.ValueText == "Version" && c.ArgumentList.Arguments.Count == 1 && c.Ancestors().OfType<LambdaExpressionSyntax>().FirstOrDefault() == configuration)
        .Select(c => c.ArgumentList.Arguments[0].Expression).FirstOrDefault();

    private static string? VersionOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        string? text = expression is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 3 } parts }
            ? string.Join(".", parts.Select(p => model.GetConstantValue(p.Expression, cancellationToken).Value)) : TextOf(expression, model, cancellationToken);
        return ContractVersion.TryParse(text) is { } version ? ContractVersion.Spell(version) : null;
    }
}
