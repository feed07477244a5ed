using System.Globalization;

namespace DataMesh;

/// <summary>A partition transform. The default value is <see cref="Identity"/>.</summary>
public readonly record struct PartitionTransform
{
    private PartitionTransform(PartitionTransformKind kind, int parameter = 0)
    {
        Kind = kind;
        Parameter = parameter;
    }

    /// <summary>The kind.</summary>
    public PartitionTransformKind Kind { get; }

    /// <summary>The number of buckets or the width; 0 for other kinds.</summary>
    public int Parameter { get; }

    /// <summary>The value itself.</summary>
    public static PartitionTransform Identity => default;

    /// <summary>The year of a date or timestamp.</summary>
    public static PartitionTransform Year => new(PartitionTransformKind.Year);

    /// <summary>The month of a date or timestamp.</summary>
    public static PartitionTransform Month => new(PartitionTransformKind.Month);

    /// <summary>The day of a date or timestamp.</summary>
    public static PartitionTransform Day => new(PartitionTransformKind.Day);

    /// <summary>The hour of a timestamp.</summary>
    public static PartitionTransform Hour => new(PartitionTransformKind.Hour);

    /// <summary>Always null.</summary>
    public static PartitionTransform Void => new(PartitionTransformKind.Void);

    /// <summary>The hash of the value, modulo a number of buckets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static PartitionTransform Bucket(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new(PartitionTransformKind.Bucket, count);
    }

    /// <summary>The value cut to a width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static PartitionTransform Truncate(int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return new(PartitionTransformKind.Truncate, width);
    }

    /// <summary>Parses the spelling of Iceberg: <c>identity</c>, <c>bucket[16]</c>, <c>truncate[4]</c>, <c>year</c>, <c>month</c>, <c>day</c>, <c>hour</c>, <c>void</c>.</summary>
    /// <exception cref="FormatException">The text is not a transform.</exception>
    public static PartitionTransform Parse(string text) => throw new NotImplementedException();

    /// <summary>True when the transform has a result for a type.</summary>
    public bool Supports(PhysicalType source) => throw new NotImplementedException();

    /// <summary>The type of the results for a supported source type.</summary>
    public PhysicalType ResultType(PhysicalType source) => throw new NotImplementedException();

    /// <summary>Transforms one value; null stays null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="source">The column's type: hashes of numbers depend on it.</param>
    public ScalarValue Apply(ScalarValue value, PhysicalType source) => throw new NotImplementedException();

    /// <summary>The transform in the spelling of Iceberg.</summary>
    public override string ToString() => Kind switch
    {
        PartitionTransformKind.Bucket or PartitionTransformKind.Truncate => string.Create(CultureInfo.InvariantCulture, $"{(Kind == PartitionTransformKind.Bucket ? "bucket" : "truncate")}[{Parameter}]"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
