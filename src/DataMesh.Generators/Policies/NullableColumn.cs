using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataMesh.Generators;

/// <summary>Columns of a lambda's row that may be null, and tests of them.</summary>
internal static class NullableColumn
{
    /// <summary>The references to nullable columns in an operation, tests for null left out.</summary>
    public static IEnumerable<IPropertyReferenceOperation> In(IOperation operation, IAnonymousFunctionOperation lambda)
    {
        if (TestedBy(operation, lambda) is not null)
            yield break;
        if (AsColumn(operation, lambda) is { } column)
            yield return column;
        foreach (IOperation part in operation.ChildOperations)
            foreach (IPropertyReferenceOperation found in In(part, lambda))
                yield return found;
    }

    /// <summary>The column that an operation tests for null, in either direction; null when it is no such test.</summary>
    public static string? TestedBy(IOperation operation, IAnonymousFunctionOperation lambda) => Unwrap(operation) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            IsNull(comparison.RightOperand) ? AsColumn(Unwrap(comparison.LeftOperand), lambda)?.Property.Name
            : IsNull(comparison.LeftOperand) ? AsColumn(Unwrap(comparison.RightOperand), lambda)?.Property.Name : null,
        IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } instance } => AsColumn(Unwrap(instance), lambda)?.Property.Name,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => TestedBy(not.Operand, lambda),
        _ => null,
    };

    /// <summary>An operation without the parentheses and conversions around it.</summary>
    public static IOperation Unwrap(IOperation operation) => operation switch
    {
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        IConversionOperation { OperatorMethod: null } conversion => Unwrap(conversion.Operand),
        _ => operation,
    };

    private static IPropertyReferenceOperation? AsColumn(IOperation operation, IAnonymousFunctionOperation lambda) =>
        operation is IPropertyReferenceOperation { Instance: { } instance } reference && Unwrap(instance) is IParameterReferenceOperation row
            && lambda.Symbol.Parameters.Contains(row.Parameter, SymbolEqualityComparer.Default) && MayBeNull(reference.Property) ? reference : null;

    // As the generator says of a column.
    private static bool MayBeNull(IPropertySymbol property)
    {
        AttributeSet attributes = new(property.GetAttributes());
        bool mayBeNull = property.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || (property.Type.IsReferenceType && property.NullableAnnotation != NullableAnnotation.NotAnnotated);
        return mayBeNull && attributes.FindAnnotation("Key") is null && attributes.FindAnnotation("Required") is null;
    }

    private static bool IsNull(IOperation operation) => Unwrap(operation).ConstantValue is { HasValue: true, Value: null };
}
