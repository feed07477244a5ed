using System.Linq.Expressions;
using System.Reflection;

namespace DataMesh;

/// <summary>A column that a lambda refers to.</summary>
/// <param name="Property">The column.</param>
/// <param name="EnumType">The C# enum whose member names the column stores; null for other columns.</param>
internal sealed record LambdaColumn(SchemaProperty Property, Type? EnumType)
{
    public string Name => Property.Name;

    public FilterOperand Operand => FilterOperand.Column(Property.Name);

    public bool IsNullable => !Property.Required;

    /// <summary>True when comparisons must be kept from being unknown where the column has no value.</summary>
    public bool IsGuarded => IsNullable && !KeepsUnknown;

    private bool KeepsUnknown { get; init; }

    public bool IsFloat => Property.Type.ScalarKind == ScalarKind.Float;

    /// <summary>The stored value of a C# value that is not null; <c>IsCut</c> when the column's microseconds cannot hold all of it.</summary>
    /// <exception cref="ArgumentException">The value is of a type that no column stores.</exception>
    public (ScalarValue Value, bool IsCut) ToStored(object value, Expression expression) => EnumType is { } type ? (ToName(type, value, expression), false) : value switch
    {
        bool v => (v, false),
        byte or sbyte or short or ushort or int or uint or long => (Convert.ToInt64(value, null), false),
        ulong v => ((decimal)v, false),
        float v => ((double)v, false),
        double v => (v, false),
        decimal v => (v, false),
        string v => (v, false),
        Guid v => (ScalarValue.From(v), false),
        DateOnly v => (ScalarValue.From(v), false),
        TimeOnly v => (ScalarValue.From(v), IsBelowMicroseconds(v.Ticks)),
        DateTime v => (ScalarValue.From(v), IsBelowMicroseconds(v.Ticks)),
        DateTimeOffset v => (ScalarValue.From(v), IsBelowMicroseconds(v.UtcTicks)),
        _ => throw LambdaErrors.Untranslatable(expression),
    };

    /// <summary>The column behind an expression, seen through conversions that keep every value and through <c>.Value</c>; null when it is none.</summary>
    public static LambdaColumn? Find<T>(Expression expression)
        where T : IDataSchema<T>
    {
        switch (expression)
        {
            case MemberExpression { Member: PropertyInfo { Name: "Value" }, Expression: { } inner } when Nullable.GetUnderlyingType(inner.Type) is not null:
                return Find<T>(inner);
            case UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } conversion when KeepsValues(conversion):
                return Find<T>(conversion.Operand);
            case MemberExpression { Member: PropertyInfo property, Expression: { } owner } when IsRow(owner):
                SchemaProperty? stored = T.FindColumn(property.Name) is { } name ? T.Schema.Find(name) : null;
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                return new LambdaColumn(stored ?? throw LambdaErrors.NotStored(expression, property.Name, T.Schema), type.IsEnum ? type : null) { KeepsUnknown = typeof(IKeepsUnknown).IsAssignableFrom(typeof(T)) };
            case MemberExpression { Member: PropertyInfo, Expression: { } nested } when Find<T>(nested) is { Property.Type.IsNested: true } around:
                throw LambdaErrors.BelowNested(expression, around.Name);
            default:
                return null;
        }
    }

    private static bool IsRow(Expression expression) => expression switch
    {
        ParameterExpression => true,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } conversion => IsRow(conversion.Operand),
        _ => false,
    };

    private static bool KeepsValues(UnaryExpression conversion)
    {
        Type from = Nullable.GetUnderlyingType(conversion.Operand.Type) ?? conversion.Operand.Type, to = Nullable.GetUnderlyingType(conversion.Type) ?? conversion.Type;
        if (from == to)
            return true;
        if (from.IsEnum)
            return to.IsPrimitive && DigitsOf(to) >= DigitsOf(Enum.GetUnderlyingType(from));
        bool losesFraction = IsFloating(from) && !IsFloating(to), losesSign = !IsUnsigned(from) && IsUnsigned(to);
        return DigitsOf(from) is > 0 and var digits && digits < DigitsOf(to) && !losesFraction && !losesSign;
    }

    private static bool IsFloating(Type type) => type == typeof(float) || type == typeof(double);

    private static bool IsUnsigned(Type type) => Type.GetTypeCode(type) is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;

    // The bits of whole numbers that a type holds exactly, one more where it has no sign; 0 for types that are no numbers.
    private static int DigitsOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => 7,
        TypeCode.Byte => 8,
        TypeCode.Int16 => 15,
        TypeCode.UInt16 => 16,
        TypeCode.Single => 24,
        TypeCode.Int32 => 31,
        TypeCode.UInt32 => 32,
        TypeCode.Double => 53,
        TypeCode.Int64 => 63,
        TypeCode.UInt64 => 64,
        TypeCode.Decimal => 96,
        _ => 0,
    };

    private static string ToName(Type type, object value, Expression expression) =>
        Enum.GetName(type, value is Enum ? value : Enum.ToObject(type, value)) ?? throw LambdaErrors.Unnamed(expression, type);

    private static bool IsBelowMicroseconds(long ticks) => ticks % TimeSpan.TicksPerMicrosecond != 0;
}
