using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataMesh.Generators;

/// <summary>Finds negations of nullable columns in a policy's lambda that do not say whether null counts. Registration refuses the same.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NullNegationAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of the diagnostic that holds the column as it is written, for the code fix.</summary>
    public const string ColumnProperty = "column";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.NegatedNullable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(call =>
        {
            foreach (IAnonymousFunctionOperation lambda in PolicyLambda.Of((IInvocationOperation)call.Operation))
                if (PolicyLambda.BodyOf(lambda) is { } body)
                    new Walk(lambda, call.ReportDiagnostic).Visit(body, [], negation: null);
        }, OperationKind.Invocation);
    }

    // The same rule as NullTests in the Sdk: a test counts when it stands beside the negation, in the same or an enclosing && or ||.
    private sealed class Walk(IAnonymousFunctionOperation lambda, Action<Diagnostic> report)
    {
        public void Visit(IOperation operation, ImmutableHashSet<string> tested, SyntaxNode? negation)
        {
            switch (NullableColumn.Unwrap(operation))
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.And or BinaryOperatorKind.Or } chain:
                    VisitChain(chain, tested, negation);
                    break;
                case var test when NullableColumn.TestedBy(test, lambda) is not null:
                    break;
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    VisitNot(not, tested, negation);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } comparison:
                    Report(comparison, tested, negation ?? comparison.Syntax);
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } choice:
                    Visit(choice.Condition, tested, negation ?? choice.Condition.Syntax);
                    Visit(choice.WhenTrue, tested, negation);
                    Visit(otherwise, tested, negation);
                    break;
                case var other when negation is not null:
                    Report(other, tested, negation);
                    break;
            }
        }

        private void VisitChain(IBinaryOperation chain, ImmutableHashSet<string> tested, SyntaxNode? negation)
        {
            List<IOperation> parts = [];
            Flatten(chain, KindOf(chain), parts);
            if (negation is null)
                tested = tested.Union(parts.Select(p => NullableColumn.TestedBy(p, lambda)).OfType<string>());
            foreach (IOperation part in parts)
                Visit(part, tested, negation);
        }

        private void VisitNot(IUnaryOperation not, ImmutableHashSet<string> tested, SyntaxNode? negation)
        {
            IOperation operand = NullableColumn.Unwrap(not.Operand);
            if (operand is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } twice)
                Visit(twice.Operand, tested, negation);
            else
                Visit(operand, tested, negation ?? not.Syntax);
        }

        private void Report(IOperation operation, ImmutableHashSet<string> tested, SyntaxNode negation)
        {
            if (NullableColumn.In(operation, lambda).FirstOrDefault(c => !tested.Contains(c.Property.Name)) is { } column)
                report(Diagnostic.Create(DiagnosticDescriptors.NegatedNullable, negation.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(ColumnProperty, column.Syntax.ToString()), column.Syntax.ToString()));
        }

        private static void Flatten(IOperation operation, bool isAnd, List<IOperation> parts)
        {
            if (NullableColumn.Unwrap(operation) is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.And or BinaryOperatorKind.Or } chain && KindOf(chain) == isAnd)
            {
                Flatten(chain.LeftOperand, isAnd, parts);
                Flatten(chain.RightOperand, isAnd, parts);
            }
            else
                parts.Add(operation);
        }

        private static bool KindOf(IBinaryOperation chain) => chain.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And;
    }
}
