namespace DataMesh.Adapters.Authoring;

/// <summary>What operands without a column mean.</summary>
internal static class FilterOperands
{
    /// <summary>The value of a literal or of an attribute of the principal.</summary>
    /// <exception cref="DataMeshException">The operand is a time, which only a policy's filter holds and which is bound before it is used.</exception>
    public static ScalarValue Resolve(FilterOperand operand, MeshPrincipal? principal)
    {
        if (operand.Offset is not null)
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot apply the filter: {(operand.IsToday ? "today" : "now")}() moves with the clock and is for policies only. Use a literal, or bind the filter with Filter.Bind.");
        if (operand.AttributeName is not { } name)
            return operand.Value;
        return principal is not null && principal.Attributes.TryGetValue(name, out string? text) ? text : ScalarValue.Null;
    }

    /// <summary>Compares two values; null is unknown.</summary>
    /// <exception cref="DataMeshException">The values are of kinds without a common order.</exception>
    public static bool? Compare(ScalarValue left, ComparisonOperator comparison, ScalarValue right)
    {
        if (!left.IsComparableTo(right))
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot apply the filter: a value of kind {left.Kind} cannot be compared with one of kind {right.Kind}. Use values of one kind.");
        if (!SignSet.IsNullSafe(comparison) && (left.IsNull || right.IsNull))
            return null;
        return SignSet.Of(comparison).Has(left.CompareTo(right));
    }

    /// <summary>SQL's IN; null is unknown.</summary>
    public static bool? IsIn(ScalarValue value, ValueList<ScalarValue> values)
    {
        bool? result = false;
        foreach (ScalarValue candidate in values)
        {
            bool? equal = Compare(value, ComparisonOperator.Equal, candidate);
            if (equal == true)
                return true;
            result = equal is null ? null : result;
        }
        return result;
    }
}
