using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataMesh.Generators;

/// <summary>Finds what looks as if it moved in a policy's lambda, and does not: clocks and captured variables are read once, when the policy is declared.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FixedValueAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.ClockInPolicy, DiagnosticDescriptors.CapturedInPolicy];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(call =>
        {
            foreach (IAnonymousFunctionOperation lambda in PolicyLambda.Of((IInvocationOperation)call.Operation))
                Visit(lambda.Body, lambda, [], call);
        }, OperationKind.Invocation);
    }

    private static void Visit(IOperation operation, IAnonymousFunctionOperation lambda, HashSet<string> captured, OperationAnalysisContext context)
    {
        if (IsClock(operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.ClockInPolicy, operation.Syntax.GetLocation(), operation.Syntax.ToString()));
            return;
        }
        if (CapturedName(operation, lambda) is { } name && captured.Add(name))
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.CapturedInPolicy, operation.Syntax.GetLocation(), name));
        foreach (IOperation part in operation.ChildOperations)
            Visit(part, lambda, captured, context);
    }

    private static bool IsClock(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => IsClock(property.Property),
        IInvocationOperation call => IsClock(call.TargetMethod),
        _ => false,
    };

    private static bool IsClock(ISymbol member) => (member.ContainingType?.ToDisplayString(), member.Name) switch
    {
        ("System.DateTime", "Now" or "UtcNow" or "Today") or ("System.DateTimeOffset", "Now" or "UtcNow") => true,
        ("System.Environment", "TickCount" or "TickCount64") => true,
        ("System.TimeProvider", not "System") => true,
        ("System.Diagnostics.Stopwatch", _) => true,
        _ => false,
    };

    // Constants and static readonly fields say by themselves that they stay.
    private static string? CapturedName(IOperation operation, IAnonymousFunctionOperation lambda) => operation switch
    {
        ILocalReferenceOperation { Local: { IsConst: false } local } when IsOutside(local, lambda) => local.Name,
        IParameterReferenceOperation { Parameter: var parameter } when IsOutside(parameter, lambda) => parameter.Name,
        IFieldReferenceOperation { Field: { IsConst: false } field } reference when (field.IsStatic ? !field.IsReadOnly : reference.Instance is IInstanceReferenceOperation) => field.Name,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } reference => reference.Property.Name,
        _ => null,
    };

    private static bool IsOutside(ISymbol symbol, IAnonymousFunctionOperation lambda) =>
        !symbol.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == lambda.Syntax.SyntaxTree && lambda.Syntax.Span.Contains(d.Span));
}
