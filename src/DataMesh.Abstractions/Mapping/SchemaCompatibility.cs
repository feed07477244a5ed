using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Mapping;

/// <summary>Tells whether a consumer's record can read stored columns.</summary>
/// <remarks>
/// A stored column fits when its type is the record's, or int for long, float for double, or a decimal of fewer digits and the same scale; text may be
/// dictionary-encoded. Columns that the record does not have are no mismatch, nor is a missing column that the record does not require. The same holds
/// within structs, lists and maps, where every mismatch is named by its path.
/// </remarks>
public static class SchemaCompatibility
{
    /// <summary>Finds every way in which stored columns do not fit a record, each with what to do.</summary>
    /// <param name="expected">The consumer's record.</param>
    /// <param name="stored">The columns of the port, the file or the query's result.</param>
    /// <param name="ignoreNullability">True to accept stored columns that may be null where the record's may not; results of queries say so of every column.</param>
    public static IReadOnlyList<ContractMismatch> FindMismatches(SchemaObject expected, Schema stored, bool ignoreNullability = false)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(stored);
        List<ContractMismatch> mismatches = [];
        Compare("", expected.Properties, stored.FieldsList, ignoreNullability, mismatches);
        return mismatches;
    }

    private static void Compare(string prefix, IReadOnlyList<SchemaProperty> expected, IReadOnlyList<Field> stored, bool ignoreNullability, List<ContractMismatch> mismatches)
    {
        foreach (SchemaProperty property in expected)
        {
            if (stored.FirstOrDefault(f => string.Equals(f.Name, property.Name, StringComparison.Ordinal)) is { } field)
                Compare(prefix + property.Name, property, field, ignoreNullability, mismatches);
            else if (property.Required)
                mismatches.Add(new ContractMismatch { Column = prefix + property.Name, Problem = DescribeMissing(property, expected, stored) });
        }
    }

    private static void Compare(string path, SchemaProperty property, Field field, bool ignoreNullability, List<ContractMismatch> mismatches)
    {
        if (DescribeField(property, field, ignoreNullability) is { } problem)
            mismatches.Add(new ContractMismatch { Column = path, Problem = problem });
        else if (property.Type.Kind == PhysicalTypeKind.Struct)
            Compare(path + ".", property.Type.Children, field.GetChildren(), ignoreNullability, mismatches);
        else
            foreach ((int i, SchemaProperty child) in property.Type.Children.Index())
                Compare($"{path}.{child.Name}", child, field.GetChildren()[i], ignoreNullability, mismatches);
    }

    private static string? DescribeField(SchemaProperty property, Field field, bool ignoreNullability)
    {
        if (PhysicalType.TryFromArrow(field.DataType) is not { } stored)
            return $"is stored as {field.DataType.Name}, which no member type maps to: remove the member, or cast the column";
        if (field.DataType is DictionaryType { IndexType: not Int32Type })
            return "is a dictionary with indices other than int32, which is not read: cast the column to text";
        if (!IsReadable(stored, property.Type))
            return DescribeType(stored, property.Type);
        return property.Required && field.IsNullable && !ignoreNullability ? "may be null, yours may not: make the member nullable" : null;
    }

    private static string DescribeMissing(SchemaProperty property, IReadOnlyList<SchemaProperty> expected, IReadOnlyList<Field> stored)
    {
        IEnumerable<string> free = stored.Select(f => f.Name).Where(n => !expected.Any(p => p.Name == n));
        return NearestName.Find(property.Name, free) is { } near
            ? $"does not exist (did you mean '{near}'?): rename the member, or put [Column(\"{near}\")] on it"
            : "does not exist: remove the member, or make it nullable to read it as null";
    }

    private static bool IsReadable(PhysicalType stored, PhysicalType expected) => stored == expected || (stored.Kind, expected.Kind) switch
    {
        // What lies below is compared one by one, so that each mismatch has its path.
        (PhysicalTypeKind.Struct, PhysicalTypeKind.Struct) or (PhysicalTypeKind.List, PhysicalTypeKind.List) or (PhysicalTypeKind.Map, PhysicalTypeKind.Map) => true,
        (PhysicalTypeKind.Int32, PhysicalTypeKind.Int64) => true,
        (PhysicalTypeKind.Float, PhysicalTypeKind.Double) => true,
        (PhysicalTypeKind.Decimal, PhysicalTypeKind.Decimal) => stored.Scale == expected.Scale && stored.Precision <= expected.Precision,
        _ => false,
    };

    private static string DescribeType(PhysicalType stored, PhysicalType expected)
    {
        string loss = stored.LogicalType == expected.LogicalType && stored.LogicalType is LogicalType.Number or LogicalType.Integer ? ": precision would be lost" : "";
        return $"is {stored}, you declared {expected}{loss}: declare it as {Declaration(stored)}";
    }

    private static string Declaration(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => "bool",
        PhysicalTypeKind.Int32 => "int",
        PhysicalTypeKind.Int64 => "long",
        PhysicalTypeKind.Float => "float",
        PhysicalTypeKind.Double => "double",
        PhysicalTypeKind.Decimal => $"decimal with [DecimalPrecision({type.Precision}, {type.Scale})]",
        PhysicalTypeKind.String => "string",
        PhysicalTypeKind.Binary => "byte[]",
        PhysicalTypeKind.Uuid => "Guid",
        PhysicalTypeKind.Date => "DateOnly",
        PhysicalTypeKind.Time => "TimeOnly",
        PhysicalTypeKind.Struct => "a record with these properties",
        PhysicalTypeKind.List => "IReadOnlyList<…> of its elements",
        PhysicalTypeKind.Map => "IReadOnlyDictionary<…, …> of its keys and values",
        _ => "DateTime or DateTimeOffset",
    };
}
