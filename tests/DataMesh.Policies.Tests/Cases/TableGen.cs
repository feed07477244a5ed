using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests.Policies;

/// <summary>Random schemas of the canonical types, and rows of few, repeated, awkward values, so that filters, duplicates and grants meet.</summary>
internal static class TableGen
{
    /// <summary>The moment from which the tests' clocks count.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Words = ["", "a", "ab", "abc", "abcd", "abd", "zebra", "Ärger", "😀x", "\ue000", "it's", "100%", "de", "fr", "MIL"];

    private static readonly string[] Members = ["low", "middle", "high"];

    private static readonly string[] Names = ["id", "name", "order", "amount", "Größe", "day_of", "x", "note", "weird name", "select"];

    public static SchemaObject Schema(Dice dice)
    {
        int count = dice.Next(3, 9);
        List<SchemaProperty> properties = [];
        bool hasEventTime = false;
        foreach (string name in Names.Take(count))
        {
            PhysicalType type = name == "id" ? PhysicalType.Of(Kind.Int64) : Type(dice);
            bool isEventTime = !hasEventTime && type.Kind is Kind.Timestamp or Kind.Date && dice.Chance(0.7);
            hasEventTime |= isEventTime;
            properties.Add(Property(dice, name, type) with { IsEventTime = isEventTime });
        }
        return new SchemaObject { Name = "random", Properties = properties };
    }

    public static PhysicalType Type(Dice dice) => dice.Pick(Enum.GetValues<Kind>()) switch
    {
        Kind.Decimal => dice.Chance(0.5) ? PhysicalType.Decimal(9, 2) : PhysicalType.Decimal(25, 4),
        >= Kind.Struct and var nested => CellColumns.Nested(nested),
        var kind => PhysicalType.Of(kind),
    };

    /// <summary>A value of the type's small pool; null where the column allows it.</summary>
    public static ScalarValue Value(Dice dice, SchemaProperty property) => !property.Required && dice.Chance(0.25) ? ScalarValue.Null : Literal(dice, property);

    /// <summary>A value of the type's small pool.</summary>
    public static ScalarValue Literal(Dice dice, SchemaProperty property)
    {
        int i = dice.Next(-6, 9);
        if (property.Constraints.AllowedValues is { Count: > 0 } allowed)
            return dice.Pick(allowed);
        return property.Type.Kind switch
        {
            Kind.Boolean => i > 0,
            Kind.Int32 => i * 7L,
            Kind.Int64 => dice.Chance(0.1) ? 9_007_199_254_740_993L + i : i * 5L,
            Kind.Float or Kind.Double => dice.Chance(0.15) ? dice.Pick(double.NaN, double.PositiveInfinity, double.NegativeInfinity) : i * 0.75,
            Kind.Decimal => ScalarValue.From(i * 12.25m),
            Kind.String or >= Kind.Struct => dice.Pick(Words),
            Kind.Binary => ScalarValue.From((byte[])[.. Enumerable.Repeat((byte)(i + 128), Math.Abs(i) % 4)]),
            Kind.Uuid => ScalarValue.From(new Guid(i, (short)i, 7, [250, 1, 2, 3, 4, 5, 6, 7])),
            Kind.Date => ScalarValue.From(DateOnly.FromDateTime(Epoch.UtcDateTime).AddDays(i * 17)),
            Kind.Time => ScalarValue.From(new TimeOnly((i + 12) % 24, 30, 15, 123, 456)),
            _ => ScalarValue.From(Epoch.UtcDateTime.AddDays(i * 17).AddTicks((i + 7) * 1_234_567_890)),
        };
    }

    public static List<ScalarValue[]> Rows(Dice dice, SchemaObject schema, int count)
    {
        List<ScalarValue[]> rows = [];
        while (rows.Count < count)
            rows.Add(rows.Count > 0 && dice.Chance(0.15) ? dice.Pick(rows) : [.. schema.Properties.Select(p => Value(dice, p))]);
        return rows;
    }

    private static SchemaProperty Property(Dice dice, string name, PhysicalType type)
    {
        Classification level = dice.Chance(0.5) ? Classification.Internal : dice.Pick(Enum.GetValues<Classification>());
        Category categories = dice.Chance(0.75) ? Category.None : dice.Pick(Category.Personal, Category.Special, Category.Financial, Category.Personal | Category.Financial);
        return new SchemaProperty
        {
            Name = name,
            Type = type,
            Required = dice.Chance(0.4),
            Classification = level,
            Categories = categories,
            Constraints = type.Kind == Kind.String && dice.Chance(0.2) ? new PropertyConstraints { AllowedValues = [.. Members.Select(m => ScalarValue.From(m))] } : PropertyConstraints.None,
        };
    }
}
