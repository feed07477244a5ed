using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.C;
using CsCheck;

namespace DataMesh.Tests.Batches;

public sealed class BatchMemoryTests
{
    [Fact]
    public void What_is_given_back_is_given_out_again_as_zeros()
    {
        using BatchMemory memory = new();
        using (IMemoryOwner<byte> first = memory.Allocate(1_000))
            first.Memory.Span.Fill(7);
        Assert.True(memory.IdleBytes >= 1_000);

        using IMemoryOwner<byte> second = memory.Allocate(1_010);

        Assert.Equal(0, memory.IdleBytes);
        Assert.Equal(1_010, second.Memory.Length);
        Assert.True(second.Memory.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Memory_in_use_stays_when_the_allocator_is_disposed_and_is_freed_when_it_comes_back()
    {
        BatchMemory memory = new();
        IMemoryOwner<byte> used = memory.Allocate(4_096);
        memory.Allocate(4_096).Dispose();

        memory.Dispose();
        Assert.Equal(0, memory.IdleBytes);
        used.Memory.Span.Fill(1);
        used.Dispose();

        Assert.Equal(0, memory.IdleBytes);
        Assert.Throws<ObjectDisposedException>(() => used.Memory.Span.Length);
    }

    [Fact]
    public unsafe void A_buffer_that_native_code_still_holds_is_not_given_out_again()
    {
        using BatchMemory memory = new();
        CArrowArray* exported = CArrowArray.Create();
        try
        {
            using (Int64Array array = new Int64Array.Builder().AppendRange(Enumerable.Range(0, 100).Select(i => (long)i)).Build(memory))
                CArrowArrayExporter.ExportArray(array, exported);
            using (IMemoryOwner<byte> other = memory.Allocate(800))
                other.Memory.Span.Fill(9);

            using (Int64Array back = (Int64Array)CArrowArrayImporter.ImportArray(exported, Apache.Arrow.Types.Int64Type.Default))
                Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), back.Values.ToArray());
            Assert.True(memory.IdleBytes >= 1_600);
        }
        finally
        {
            CArrowArray.Free(exported);
        }
    }

    [Fact]
    public void No_two_owners_share_a_byte_whatever_is_taken_and_given_back() => Gen.Int[1, 300_000].Array[1, 60].Sample(lengths =>
    {
        using BatchMemory memory = new();
        List<(IMemoryOwner<byte> Owner, byte Mark)> held = [];
        foreach ((int i, int length) in lengths.Index())
        {
            IMemoryOwner<byte> owner = memory.Allocate(length);
            Assert.Equal(length, owner.Memory.Length);
            owner.Memory.Span.Fill((byte)(i + 1));
            held.Add((owner, (byte)(i + 1)));
            if (length % 3 != 0)
                continue;
            (IMemoryOwner<byte> oldest, byte mark) = held[0];
            Assert.True(oldest.Memory.Span.IndexOfAnyExcept(mark) < 0);
            oldest.Dispose();
            held.RemoveAt(0);
        }
        foreach ((IMemoryOwner<byte> owner, byte mark) in held)
        {
            Assert.True(owner.Memory.Span.IndexOfAnyExcept(mark) < 0);
            owner.Dispose();
        }
    }, iter: 200);

    [Fact]
    public void Idle_memory_is_bounded()
    {
        using BatchMemory memory = new();
        IMemoryOwner<byte>[] owners = [.. Enumerable.Range(0, 20).Select(_ => memory.Allocate(8 << 20))];
        foreach (IMemoryOwner<byte> owner in owners)
            owner.Dispose();

        Assert.InRange(memory.IdleBytes, 1, 64L << 20);
    }
}
