namespace DataMesh.Adapters.Authoring;

/// <summary>Which mask hides more. Pure; the two laws of policies rest on it: a grant more never hides, a rule more never shows.</summary>
/// <remarks>
/// Two orders. The partial one says that a mask can be computed from another, so it shows nothing that the other does not: rules use it. The total one
/// (<see cref="CompareRank"/>) extends it where masks cannot be compared: it only decides which of several grants shows a cell.
/// </remarks>
public static class MaskOrder
{
    /// <summary>True when a mask can be computed from the other one's result, so that it shows nothing more.</summary>
    /// <param name="mask">The mask that may be the stronger one.</param>
    /// <param name="other">The mask it is compared with.</param>
    public static bool IsAtLeastAsStrong(Mask mask, Mask other)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(other);
        return mask == other || other is NoMask || mask is DropMask || (mask is NullMask && other is not DropMask) || (mask, other) switch
        {
            (ConstantMask, not (ConstantMask or NullMask or DropMask)) => true,
            (TruncateMask a, TruncateMask b) => a.Unit >= b.Unit,
            (PartialMask a, PartialMask b) => (a.First > 0) == (b.First > 0) && Kept(a) <= Kept(b),
            // Only whole widths: multiples of fractions are exact in decimals, but not in floating point.
            (BucketMask a, BucketMask b) => decimal.IsInteger(a.Width) && decimal.IsInteger(b.Width) && a.Width % b.Width == 0,
            _ => false,
        };
    }

    /// <summary>What a cell is shown as under a grant's mask and the rules: the strongest where each of them can be compared with each, otherwise <see cref="Mask.Null"/>. Their order does not matter.</summary>
    /// <exception cref="ArgumentException">There is no mask.</exception>
    public static Mask Raise(params IReadOnlyList<Mask> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0)
            throw new ArgumentException("Nothing can be raised: there is no mask. The mask of a grant that sets none is Mask.None.", nameof(masks));
        Mask strongest = masks[0];
        for (int i = 1; i < masks.Count; i++)
        {
            for (int j = 0; j < i; j++)
                if (!IsAtLeastAsStrong(masks[i], masks[j]) && !IsAtLeastAsStrong(masks[j], masks[i]))
                    return masks.Any(m => m is DropMask) ? Mask.Drop : Mask.Null;
            if (IsAtLeastAsStrong(masks[i], strongest))
                strongest = masks[i];
        }
        return strongest;
    }

    /// <summary>Compares by how much is hidden, less first: none, day, month, year, bucket by width, partial by characters kept, hash, constant, null, drop. Equal ones follow the order of their texts.</summary>
    public static int CompareRank(Mask one, Mask other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int byRank = Rank(one).CompareTo(Rank(other));
        return byRank != 0 ? byRank : (one, other) switch
        {
            (BucketMask a, BucketMask b) => a.Width.CompareTo(b.Width),
            (PartialMask a, PartialMask b) when Kept(a) != Kept(b) => Kept(b).CompareTo(Kept(a)),
            _ => string.CompareOrdinal(one.ToString(), other.ToString()),
        };
    }

    private static int Kept(PartialMask mask) => Math.Max(mask.First, mask.Last);

    private static int Rank(Mask mask) => mask switch
    {
        NoMask => 0,
        TruncateMask truncate => 1 + (int)truncate.Unit,
        BucketMask => 4,
        PartialMask => 5,
        HashMask => 6,
        ConstantMask => 7,
        NullMask => 8,
        _ => 9,
    };
}
