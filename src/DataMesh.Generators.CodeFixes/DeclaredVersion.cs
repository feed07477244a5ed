using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Generators.CodeFixes;

/// <summary>Writes the version of a port where it is declared.</summary>
internal static class DeclaredVersion
{
    /// <summary>True when it is known where the version belongs.</summary>
    public static bool CanSet(PortDeclaration declaration) => declaration.VersionSyntax is not null || FindReceiver(declaration.Configuration) is not null;

    /// <summary>The file with another version.</summary>
    public static SyntaxNode Set(SyntaxNode root, PortDeclaration declaration, string version)
    {
        ExpressionSyntax literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(version));
        if (declaration.VersionSyntax is { } former)
            return root.ReplaceNode(former, literal.WithTriviaFrom(former));
        IdentifierNameSyntax receiver = FindReceiver(declaration.Configuration)!;
        ExpressionSyntax call = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver.WithoutTrivia(), SyntaxFactory.IdentifierName("Version")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(literal))));
        return root.ReplaceNode(receiver, call.WithTriviaFrom(receiver));
    }

    // The first place where the configuration names its builder: 'port' in 'port => port.Grant(…)'.
    private static IdentifierNameSyntax? FindReceiver(LambdaExpressionSyntax? configuration)
    {
        string? parameter = configuration switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only.Identifier.ValueText,
            _ => null,
        };
        return parameter is null ? null : configuration!.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .FirstOrDefault(n => n.Identifier.ValueText == parameter && (n.Parent is MemberAccessExpressionSyntax access ? access.Expression == n : n == configuration.Body));
    }
}
