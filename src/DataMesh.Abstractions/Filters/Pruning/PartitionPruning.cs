namespace DataMesh.Adapters.Authoring;

/// <summary>Knows columns by the partition that the rows lie in.</summary>
internal sealed class PartitionPruning(IReadOnlyList<PartitionField> partitioning, IReadOnlyList<ScalarValue> partition, Func<string, PhysicalType?>? findType) : PruningEvaluator
{
    protected override IEnumerable<PossibleValues> Describe(string column, ScalarKind probe)
    {
        bool any = false;
        foreach ((PartitionField field, ScalarValue value) in FieldsOf(column))
        {
            any = true;
            yield return TransformInverse.Describe(field.Transform, value, probe, findType?.Invoke(column));
        }
        if (!any)
            yield return PossibleValues.Anything;
    }

    protected override bool CouldHold(string column, ScalarValue value)
    {
        foreach ((PartitionField field, ScalarValue bucket) in FieldsOf(column))
        {
            if (field.Transform.Kind != PartitionTransformKind.Bucket || bucket.IsNull || SourceType(column, value) is not { } source || !field.Transform.Supports(source))
                continue;
            if (field.Transform.Apply(value, source) != bucket)
                return false;
        }
        return true;
    }

    private IEnumerable<(PartitionField Field, ScalarValue Value)> FieldsOf(string column)
    {
        for (int i = 0; i < Math.Min(partitioning.Count, partition.Count); i++)
        {
            if (string.Equals(partitioning[i].Column, column, StringComparison.Ordinal))
                yield return (partitioning[i], partition[i]);
        }
    }

    // The hash of a number depends on the column's type: without it, or for a literal of another kind, nothing is concluded.
    private PhysicalType? SourceType(string column, ScalarValue value)
    {
        if (findType?.Invoke(column) is { } known)
            return known.ScalarKind == value.Kind && (known.Kind != PhysicalTypeKind.Decimal || FitsScale(value.AsDecimal(), known.Scale)) ? known : null;
        return value.Kind switch
        {
            ScalarKind.String => PhysicalType.Of(PhysicalTypeKind.String),
            ScalarKind.Binary => PhysicalType.Of(PhysicalTypeKind.Binary),
            ScalarKind.Uuid => PhysicalType.Of(PhysicalTypeKind.Uuid),
            ScalarKind.Date => PhysicalType.Of(PhysicalTypeKind.Date),
            ScalarKind.Time => PhysicalType.Of(PhysicalTypeKind.Time),
            ScalarKind.Timestamp => PhysicalType.Of(PhysicalTypeKind.Timestamp),
            _ => null,
        };
    }

    private static bool FitsScale(decimal value, int scale) => scale >= 28 || decimal.Round(value, scale) == value;
}
