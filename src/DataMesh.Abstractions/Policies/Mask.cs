using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>What a reader gets in place of a column's values. Keeps the type; a null stays null under every mask.</summary>
/// <remarks>
/// Immutable, compared by value, closed: no other type can derive. Which mask fits which type is stated in <c>docs/policies/masks.md</c>; a mask that does not fit is refused
/// when the policy is published. The text form (<see cref="Parse"/>, <see cref="ToString"/>) is what policy documents hold.
/// </remarks>
public abstract record Mask : IParsable<Mask>
{
    private protected Mask() { }

    /// <summary>Shows the values as they are; says explicitly that a confidential column is given in clear.</summary>
    public static Mask None { get; } = new NoMask();

    /// <summary>Leaves the column out: it is not in the reader's schema. Only for rules; a grant leaves a column out by not naming it.</summary>
    public static Mask Drop { get; } = new DropMask();

    /// <summary>Null in every row.</summary>
    public static Mask Null { get; } = new NullMask();

    /// <summary>A keyed hash (HMAC-SHA-256) under a key of the product: equal values stay equal within the product and cannot be guessed without the key.</summary>
    public static Mask Hash { get; } = new HashMask();

    /// <summary>The year of a date or instant: its first moment.</summary>
    public static Mask Year { get; } = new TruncateMask { Unit = DateUnit.Year };

    /// <summary>The month of a date or instant: its first moment.</summary>
    public static Mask Month { get; } = new TruncateMask { Unit = DateUnit.Month };

    /// <summary>The day of an instant: its first moment, in UTC.</summary>
    public static Mask Day { get; } = new TruncateMask { Unit = DateUnit.Day };

    /// <summary>The same value in every row that has one.</summary>
    /// <exception cref="ArgumentException">The value is null: that is <see cref="Null"/>.</exception>
    public static Mask Constant(ScalarValue value) => new ConstantMask { Value = value };

    /// <summary>A keyed hash under the key of a scope: equal values stay equal wherever the scope is used.</summary>
    public static Mask HashIn(MaskKeyScope scope) => new HashMask { Scope = scope };

    /// <summary>The first characters of a text, never more than half of it, the rest as <c>*</c>, one per Unicode code point.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to 1,000.</exception>
    public static Mask KeepFirst(int count) => new PartialMask { First = count };

    /// <summary>The last characters of a text, never more than half of it, the rest as <c>*</c>, one per Unicode code point.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not 1 to 1,000.</exception>
    public static Mask KeepLast(int count) => new PartialMask { Last = count };

    /// <summary>The lower end of the range of that width which the number lies in; ranges begin at zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
    public static Mask Bucket(decimal width) => new BucketMask { Width = width };

    /// <summary>Parses the text form: <c>none</c>, <c>drop</c>, <c>null</c>, <c>constant 'x'</c>, <c>hash</c>, <c>hash domain</c>, <c>hash 'scope'</c>, <c>first 2</c>, <c>last 4</c>, <c>bucket 10</c>, <c>year</c>, <c>month</c>, <c>day</c>.</summary>
    /// <exception cref="FormatException">The text is not a mask.</exception>
    public static Mask Parse(string s, IFormatProvider? provider = null) => MaskText.Parse(s);

    /// <summary>Parses the text form; false when the text is not a mask.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Mask result)
    {
        result = s is null ? null : MaskText.TryParse(s);
        return result is not null;
    }

    /// <summary>True when values of a type can be shown under the mask. The one rule of it: <see cref="FindProblem(PhysicalType)"/> says why not.</summary>
    public bool FitsType(PhysicalType type) => FindProblem(type) is null;

    /// <summary>Why values of a type cannot be shown under the mask, as the end of a sentence; null when they can.</summary>
    public string? FindProblem(PhysicalType type) => MaskFit.FindProblem(this, type);

    /// <summary>Why the values of a column cannot be shown under the mask, also because the result would break the column's limits; null when they can.</summary>
    public string? FindProblem(SchemaProperty property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return MaskFit.FindProblem(this, property.Type) ?? MaskFit.FindProblem(this, property);
    }

    /// <summary>The text form; <see cref="Parse"/> reads it back to an equal mask.</summary>
    public sealed override string ToString() => MaskText.Print(this);
}
