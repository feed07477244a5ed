using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>A condition on one column; rows whose value is null are unknown.</summary>
internal abstract class ColumnNode(int ordinal) : TruthNode
{
    public sealed override void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        ColumnView column = ColumnView.Of(batch.Column(ordinal));
        if (column.Data.DataType is DictionaryType)
            EvaluateEncoded(column, truth);
        else
            EvaluatePlain(column, truth);
    }

    /// <summary>Decides rows; what it writes for null rows does not matter.</summary>
    protected abstract void Test(ColumnView column, Span<TruthValue> truth);

    /// <summary>Makes the null rows of a column unknown.</summary>
    public static void MarkNulls(ColumnView column, Span<TruthValue> truth)
    {
        if (!column.HasNulls)
            return;
        int i = 0;
        for (; i + 8 <= truth.Length; i += 8)
        {
            byte valid = Bitmap.Read8(column.Validity, column.Offset + i);
            if (valid == 0xFF)
                continue;
            Span<byte> eight = MemoryMarshal.AsBytes(truth.Slice(i, 8));
            ulong keep = Bitmap.Spread(valid) * 0xFF;
            BinaryPrimitives.WriteUInt64LittleEndian(eight, BinaryPrimitives.ReadUInt64LittleEndian(eight) & keep | 0x0202020202020202UL & ~keep);
        }
        for (; i < truth.Length; i++)
        {
            if (column.IsNull(i))
                truth[i] = TruthValue.Unknown;
        }
    }

    private void EvaluatePlain(ColumnView column, Span<TruthValue> truth)
    {
        Test(column, truth);
        MarkNulls(column, truth);
    }

    // Each dictionary entry is tested once; rows look their entry's truth up.
    private void EvaluateEncoded(ColumnView rows, Span<TruthValue> truth)
    {
        ColumnView entries = new(rows.Data.Dictionary);
        TruthValue[] scratch = ArrayPool<TruthValue>.Shared.Rent(entries.Length);
        try
        {
            Span<TruthValue> byEntry = scratch.AsSpan(0, entries.Length);
            EvaluatePlain(entries, byEntry);
            ReadOnlySpan<int> indexes = rows.Values<int>();
            for (int i = 0; i < indexes.Length; i++)
                truth[i] = (uint)indexes[i] < (uint)byEntry.Length ? byEntry[indexes[i]] : TruthValue.Unknown;
            MarkNulls(rows, truth);
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(scratch);
        }
    }
}

/// <summary>Any value will do: true where there is one, unknown where not.</summary>
internal sealed class AnyValueNode(int ordinal) : ColumnNode(ordinal)
{
    protected override void Test(ColumnView column, Span<TruthValue> truth) => truth.Fill(TruthValue.True);
}
