namespace DataMesh;

/// <summary>Shows the values as they are.</summary>
public sealed record NoMask : Mask;

/// <summary>Leaves the column out of the reader's schema.</summary>
public sealed record DropMask : Mask;

/// <summary>Null in every row.</summary>
public sealed record NullMask : Mask;

/// <summary>The same value in every row that has one.</summary>
public sealed record ConstantMask : Mask
{
    /// <summary>The value; not null. It fits the column's type and constraints, which is checked when the policy is published.</summary>
    /// <exception cref="ArgumentException">The value is null.</exception>
    public required ScalarValue Value
    {
        get;
        init => field = value.IsNull ? throw new ArgumentException("A constant mask needs a value: for null in every row use Mask.Null.", nameof(value)) : value;
    }
}

/// <summary>HMAC-SHA-256 of the value under the key of a scope, in the column's type: 64 lower-case hexadecimal digits for texts, 32 bytes for binary, the first 16 bytes for UUIDs, the first 8 for 64-bit integers.</summary>
public sealed record HashMask : Mask
{
    /// <summary>Whose key is used. Hashes of one scope can be joined; those of different scopes cannot.</summary>
    public MaskKeyScope Scope { get; init; } = MaskKeyScope.Product;
}

/// <summary>Keeps characters at one end of a text, never more than half of them, and shows the rest as <c>*</c>, one per Unicode code point.</summary>
public sealed record PartialMask : Mask
{
    /// <summary>The most characters that can be kept.</summary>
    public const int MaximumKept = 1_000;

    /// <summary>How many code points at the start are kept; 0 when <see cref="Last"/> is used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not 1 to 1,000.</exception>
    public int First { get; init => field = Check(value); }

    /// <summary>How many code points at the end are kept; 0 when <see cref="First"/> is used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not 1 to 1,000.</exception>
    public int Last { get; init => field = Check(value); }

    private static int Check(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumKept);
        return count;
    }
}

/// <summary>Cuts a date or instant to the first moment of its year, month or day, in UTC.</summary>
public sealed record TruncateMask : Mask
{
    /// <summary>What stays.</summary>
    public required DateUnit Unit { get; init; }
}

/// <summary>Replaces a number by the lower end of the range it lies in: <c>floor(value / width) * width</c>, also for negative numbers. The lowest range begins at the type's least value. NaN and infinities stay.</summary>
public sealed record BucketMask : Mask
{
    /// <summary>The width of a range; positive, a whole number for integer columns, at most the scale of a decimal column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public required decimal Width
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
}
