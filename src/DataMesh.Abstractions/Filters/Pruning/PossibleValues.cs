namespace DataMesh.Adapters.Authoring;

/// <summary>What values a column can have on the rows in question: an over-approximation.</summary>
/// <remarks>Bounds that are null are not known. A value that is neither null nor NaN is called ordinary.</remarks>
internal readonly record struct PossibleValues
{
    public static PossibleValues Anything { get; } = new() { CanBeNull = true, CanBeNaN = true, CanBeOrdinary = true };

    public static PossibleValues OnlyNull { get; } = new() { CanBeNull = true };

    public bool CanBeNull { get; init; }

    public bool CanBeNaN { get; init; }

    public bool CanBeOrdinary { get; init; }

    /// <summary>Not greater than any ordinary value.</summary>
    public ScalarValue Minimum { get; init; }

    /// <summary>Not less than any ordinary value.</summary>
    public ScalarValue Maximum { get; init; }

    /// <summary>Exactly one value.</summary>
    public static PossibleValues Only(ScalarValue value) => value.IsNull ? OnlyNull
        : value.IsNaN ? new() { CanBeNaN = true }
        : new() { CanBeOrdinary = true, Minimum = value, Maximum = value };

    /// <summary>Ordinary values between two bounds.</summary>
    public static PossibleValues Between(ScalarValue minimum, ScalarValue maximum) => new() { CanBeOrdinary = true, Minimum = minimum, Maximum = maximum };

    /// <summary>The values that statistics allow.</summary>
    public static PossibleValues Of(ColumnStatistics? statistics, long rowCount)
    {
        if (statistics is null)
            return Anything;
        long values = Math.Max(statistics.ValueCount, rowCount);
        bool hasBounds = !statistics.Minimum.IsNull || !statistics.Maximum.IsNull;
        bool isFloat = !hasBounds || statistics.Minimum.Kind == ScalarKind.Float || statistics.Maximum.Kind == ScalarKind.Float;
        return new PossibleValues
        {
            CanBeNull = statistics.NullCount is not 0 || statistics.ValueCount < rowCount,
            CanBeNaN = statistics.NanCount is { } nans ? nans > 0 : isFloat && (statistics.NullCount ?? 0) < values,
            CanBeOrdinary = hasBounds || (statistics.NullCount ?? 0) + (statistics.NanCount ?? 0) < values,
            Minimum = statistics.Minimum.IsNaN ? ScalarValue.Null : statistics.Minimum,
            Maximum = statistics.Maximum.IsNaN ? ScalarValue.Null : statistics.Maximum,
        };
    }

    /// <summary>How values can compare with values of another column, or with a literal that is not null.</summary>
    public SignSet CompareTo(PossibleValues other)
    {
        bool ordinary = CanBeOrdinary && other.CanBeOrdinary;
        bool less = ordinary && IsBelow(Minimum, other.Maximum), greater = ordinary && IsBelow(other.Minimum, Maximum);
        bool equal = ordinary && !IsApart(Maximum, other.Minimum) && !IsApart(other.Maximum, Minimum);
        return SignSet.Possible(
            less || (CanBeOrdinary && other.CanBeNaN),
            equal || (CanBeNaN && other.CanBeNaN),
            greater || (CanBeNaN && other.CanBeOrdinary));
    }

    // Some value not less than low can be less than some value not greater than high.
    private static bool IsBelow(ScalarValue low, ScalarValue high) => low.IsNull || high.IsNull || !low.IsComparableTo(high) || low < high;

    // Every value up to the first is less than every value from the second.
    private static bool IsApart(ScalarValue maximum, ScalarValue minimum) => !maximum.IsNull && !minimum.IsNull && maximum.IsComparableTo(minimum) && maximum < minimum;
}
