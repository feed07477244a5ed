using System.Linq.Expressions;
using System.Reflection;

namespace DataMesh;

/// <summary>What is said about lambdas that cannot run where the data is.</summary>
internal static class LambdaErrors
{
    public static ArgumentException Untranslatable(Expression expression) => new(
        $"Cannot use '{expression}' in a filter: only comparisons, &&, ||, !, Contains, StartsWith and null checks run where the data is. " +
        "Filter on the rows you get back instead, or precompute before the call.");

    public static ArgumentException NotStored(Expression expression, string property, SchemaObject schema) => new(
        $"Cannot use '{expression}' in a filter: property '{property}' is not stored in '{schema.Name}'. Columns are: {string.Join(", ", schema.Properties.Select(p => $"'{p.Name}'"))}.");

    public static ArgumentException BelowNested(Expression expression, string column) => new(
        $"Cannot use '{expression}' in a filter: column '{column}' holds structs, lists or maps, and filters only look at it as a whole, for null. " +
        "Query it with SQL, which sees what is below, or filter on the rows you get back.");

    public static ArgumentException Unnamed(Expression expression, Type type) => new(
        $"Cannot use '{expression}' in a filter: the value has no name in enum '{type.Name}', and columns store names. Compare with named members.");

    public static ArgumentException UnorderedEnum(Expression expression) => new(
        $"Cannot use '{expression}' in a filter: an enum is stored by name, so it has no order. Compare with == and !=, or use Contains.");

    public static ArgumentException OtherComparison(Expression expression) => new(
        $"Cannot use '{expression}' in a filter: texts are compared by ordinal only. Use StringComparison.Ordinal and collections with StringComparer.Ordinal.");

    public static ArgumentException ForPoliciesOnly(MemberInfo member) => new(
        $"Cannot use 'Policy.{member.Name}' in a filter: it has a value only while a policy decides. Use it in the conditions of a port's policy; in your own filter use a variable, which is read once.");

    public static ArgumentException OfVaryingLength(Expression expression) => new(
        $"Cannot use '{expression}' in a filter: months and years vary in length. Shift by a number of days instead.");

    public static ArgumentException Unbounded(Expression expression, Exception inner) => new(
        $"Cannot use '{expression}' in a filter: the shift is beyond what a TimeSpan holds. Shift by less.", inner);
}
