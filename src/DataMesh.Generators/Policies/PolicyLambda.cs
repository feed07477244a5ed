using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataMesh.Generators;

/// <summary>Lambdas that become conditions of a policy: they are translated when the policy is declared, and nothing in them runs again.</summary>
internal static class PolicyLambda
{
    private static readonly string[] _methods = ["Rows", "RestrictRows", "When", "FromPolicy"];

    /// <summary>The policy lambdas among the arguments of a call.</summary>
    public static IEnumerable<IAnonymousFunctionOperation> Of(IInvocationOperation call)
    {
        if (!_methods.Contains(call.TargetMethod.Name) || call.TargetMethod.ContainingNamespace?.ToDisplayString() != "DataMesh")
            yield break;
        foreach (IArgumentOperation argument in call.Arguments)
            if (IsCondition(argument.Parameter?.Type) && FindLambda(argument.Value) is { } lambda)
                yield return lambda;
    }

    /// <summary>The expression that a lambda consists of; null for one with statements, which the compiler refuses.</summary>
    public static IOperation? BodyOf(IAnonymousFunctionOperation lambda) =>
        lambda.Body.Operations.Length == 1 ? (lambda.Body.Operations[0] as IReturnOperation)?.ReturnedValue : null;

    private static bool IsCondition(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Expression", TypeArguments.Length: 1 } expression
        && expression.TypeArguments[0] is INamedTypeSymbol { DelegateInvokeMethod.ReturnType.SpecialType: SpecialType.System_Boolean };

    private static IAnonymousFunctionOperation? FindLambda(IOperation value) => value switch
    {
        IAnonymousFunctionOperation lambda => lambda,
        IConversionOperation conversion => FindLambda(conversion.Operand),
        IDelegateCreationOperation creation => FindLambda(creation.Target),
        _ => null,
    };
}
