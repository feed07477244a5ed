using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace DataMesh.Generators.CodeFixes;

/// <summary>Puts [FormerName] before a property, or before the parameter that makes one.</summary>
internal static class FormerNameAttribute
{
    /// <summary>The name of a member.</summary>
    public static string NameOf(SyntaxNode member) => member is PropertyDeclarationSyntax property ? property.Identifier.Text : ((ParameterSyntax)member).Identifier.Text;

    /// <summary>The member with the attribute.</summary>
    public static SyntaxNode Add(SyntaxNode member, string former)
    {
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(former)));
        NameSyntax name = SyntaxFactory.ParseName("global::DataMesh.FormerNameAttribute").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(
            SyntaxFactory.Attribute(name, SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument))))).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        SyntaxNode bare = member.WithoutLeadingTrivia();
        SyntaxNode changed = bare is PropertyDeclarationSyntax property ? property.WithAttributeLists(property.AttributeLists.Insert(0, list))
            : bare is ParameterSyntax parameter ? parameter.WithAttributeLists(parameter.AttributeLists.Insert(0, list)) : bare;
        return changed.WithLeadingTrivia(leading).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
