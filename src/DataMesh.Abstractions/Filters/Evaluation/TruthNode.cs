using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A filter that is bound to a schema. Immutable.</summary>
internal abstract class TruthNode
{
    /// <summary>Writes one truth value per row.</summary>
    public abstract void Evaluate(RecordBatch batch, Span<TruthValue> truth);
}

/// <summary>The same for every row.</summary>
internal sealed class ConstantNode(TruthValue value) : TruthNode
{
    public TruthValue Value { get; } = value;

    public static ConstantNode Of(bool? value) => new(value switch { true => TruthValue.True, false => TruthValue.False, null => TruthValue.Unknown });

    public override void Evaluate(RecordBatch batch, Span<TruthValue> truth) => truth.Fill(Value);
}

/// <summary>Maps each truth value of an inner node to another.</summary>
internal sealed class MapNode(TruthNode inner, TruthValue whenFalse, TruthValue whenTrue, TruthValue whenUnknown) : TruthNode
{
    public static MapNode Not(TruthNode inner) => new(inner, TruthValue.True, TruthValue.False, TruthValue.Unknown);

    /// <summary>Two-valued: unknown becomes a given value.</summary>
    public static MapNode Decide(TruthNode inner, TruthValue unknown) => new(inner, TruthValue.False, TruthValue.True, unknown);

    public override void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        inner.Evaluate(batch, truth);
        Span<byte> bytes = MemoryMarshal.AsBytes(truth);
        Vector128<byte> map = Vector128.Create((byte)whenFalse, (byte)whenTrue, (byte)whenUnknown, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        int i = 0;
        for (; i + Vector128<byte>.Count <= bytes.Length; i += Vector128<byte>.Count)
            Vector128.ShuffleNative(map, Vector128.Create<byte>(bytes[i..])).CopyTo(bytes[i..]);
        for (; i < bytes.Length; i++)
            bytes[i] = map[bytes[i]];
    }
}

/// <summary>Conjunction or disjunction: the deciding value wins, then unknown.</summary>
internal sealed class CombineNode(TruthNode[] operands, TruthValue deciding) : TruthNode
{
    public override void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        operands[0].Evaluate(batch, truth);
        TruthValue[] scratch = ArrayPool<TruthValue>.Shared.Rent(truth.Length);
        try
        {
            Span<TruthValue> other = scratch.AsSpan(0, truth.Length);
            for (int i = 1; i < operands.Length && truth.ContainsAnyExcept(deciding); i++)
            {
                operands[i].Evaluate(batch, other);
                Combine(MemoryMarshal.AsBytes(truth), MemoryMarshal.AsBytes(other), (byte)deciding);
            }
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(scratch);
        }
    }

    // Where neither operand decides, both are of {other, unknown}; unknown is encoded greatest, so the result is the maximum.
    private static void Combine(Span<byte> left, ReadOnlySpan<byte> right, byte deciding)
    {
        int i = 0;
        for (; i + Vector128<byte>.Count <= left.Length; i += Vector128<byte>.Count)
        {
            Vector128<byte> a = Vector128.Create<byte>(left[i..]), b = Vector128.Create(right[i..]), d = Vector128.Create(deciding);
            Vector128<byte> decided = Vector128.Equals(a, d) | Vector128.Equals(b, d);
            Vector128.ConditionalSelect(decided, d, Vector128.Max(a, b)).CopyTo(left[i..]);
        }
        for (; i < left.Length; i++)
            left[i] = left[i] == deciding || right[i] == deciding ? deciding : Math.Max(left[i], right[i]);
    }
}
