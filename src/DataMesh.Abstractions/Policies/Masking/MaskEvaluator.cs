using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters.Authoring;

/// <summary>Applies one mask to columns of one type, vectorised. What it means for each type is stated in <c>docs/policies/masks.md</c>; <see cref="Mask.FindProblem(PhysicalType)"/> says which fits which.</summary>
/// <remarks>
/// Thread-safe. Honours slice offsets. A null stays null. Of a dictionary-encoded text only the entries that rows use are masked; equal results become one entry, and the
/// result holds no other. Results share no memory with their source, except under <see cref="Mask.None"/>.
/// </remarks>
public sealed class MaskEvaluator
{
    private readonly ColumnMasking _masking;

    private MaskEvaluator(Mask mask, ColumnMasking masking)
    {
        Mask = mask;
        _masking = masking;
    }

    /// <summary>The mask.</summary>
    public Mask Mask { get; }

    /// <summary>Prepares a mask for columns of a type.</summary>
    /// <param name="mask">The mask; not <see cref="Mask.Drop"/>, which leaves the column out.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="key">The key of a <see cref="HashMask"/>, at least 32 bytes; the memory is read for as long as the evaluator is used.</param>
    /// <exception cref="ArgumentException">The mask does not fit the type, or its key is too short.</exception>
    public static MaskEvaluator Create(Mask mask, PhysicalType type, ReadOnlyMemory<byte> key = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.FindProblem(type) is { } problem)
            throw new ArgumentException($"Cannot mask a column: {problem}.", nameof(mask));
        return new MaskEvaluator(mask, mask switch
        {
            NoMask => new NoMasking(),
            NullMask => new NullMasking(type),
            ConstantMask constant => new ConstantMasking(type, MaskConstants.Convert(constant.Value, type)),
            HashMask => HashMasking.Create(type, key),
            PartialMask partial => new PartialMasking(partial),
            TruncateMask truncate => new TruncateMasking(type, truncate.Unit),
            BucketMask bucket => new BucketMasking(type, bucket.Width),
            _ => throw new ArgumentException("Drop leaves the column out; there is nothing to mask.", nameof(mask)),
        });
    }

    /// <summary>Masks a column.</summary>
    /// <param name="values">The column, of the type the evaluator was made for; it stays the caller's.</param>
    /// <param name="allocator">Where buffers come from; null: Arrow's native memory.</param>
    /// <returns>The masked column, which belongs to the caller; the same array under <see cref="Mask.None"/>.</returns>
    public IArrowArray Apply(IArrowArray values, MemoryAllocator? allocator = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Mask is NoMask ? values : ArrowArrayFactory.BuildArray(_masking.Apply(values is ExtensionArray extension ? extension.Storage.Data : values.Data, allocator));
    }
}
