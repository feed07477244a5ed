using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow.Memory;

namespace DataMesh;

/// <summary>Native memory for the batches of one publish: what a batch gives back serves a later one. Thread-safe.</summary>
/// <remarks>
/// Arrow's own allocator asks the system anew for every column of every batch, which costs a page fault per 4 KB, and tells the collector of each, which makes it collect
/// whole generations for memory that it does not manage. Batches may outlive the allocator: memory that comes back after it was disposed is freed at once.
/// </remarks>
internal sealed class BatchMemory : MemoryAllocator, IDisposable
{
    // A few batches are under way at once; more than that is not worth keeping.
    private const long MaximumIdleBytes = 64L << 20;

    private readonly ConcurrentDictionary<int, ConcurrentBag<Block>> _idle = [];
    private long _idleBytes;
    private volatile bool _isDisposed;

    /// <summary>Bytes that were given back and not given out again.</summary>
    internal long IdleBytes => Interlocked.Read(ref _idleBytes);

    /// <summary>Frees what is not in use.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    /// <inheritdoc/>
    /// <remarks>The memory is zeroed.</remarks>
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        int capacity = CapacityFor(length);
        bytesAllocated = capacity;
        if (!_idle.TryGetValue(capacity, out ConcurrentBag<Block>? blocks) || !blocks.TryTake(out Block? block))
            block = new Block(capacity, Alignment);
        else
            Interlocked.Add(ref _idleBytes, -capacity);
        Lease lease = new(this, block, length);
        lease.GetSpan().Clear();
        return lease;
    }

    // Four sizes between two powers of two: batches of nearly equal texts share them.
    private static int CapacityFor(int length)
    {
        int step = Math.Max(64, (int)(BitOperations.RoundUpToPowerOf2((uint)length) / 8));
        return (int)Math.Min(System.Array.MaxLength, ((long)length + step - 1) / step * step);
    }

    private void Return(Block block)
    {
        if (_isDisposed || Interlocked.Add(ref _idleBytes, block.Capacity) > MaximumIdleBytes)
        {
            if (!_isDisposed)
                Interlocked.Add(ref _idleBytes, -block.Capacity);
            block.Free();
            return;
        }
        _idle.GetOrAdd(block.Capacity, _ => []).Add(block);
        if (_isDisposed)
            Empty();
    }

    private void Empty()
    {
        foreach (ConcurrentBag<Block> blocks in _idle.Values)
            while (blocks.TryTake(out Block? block))
            {
                Interlocked.Add(ref _idleBytes, -block.Capacity);
                block.Free();
            }
    }

    /// <summary>Memory of the system. Freed once.</summary>
    private sealed unsafe class Block(int capacity, int alignment)
    {
        private readonly void* _start = NativeMemory.AlignedAlloc((nuint)capacity, (nuint)alignment);

        internal int Capacity => capacity;

        internal byte* Start => (byte*)_start;

        internal void Free() => NativeMemory.AlignedFree(_start);
    }

    /// <summary>A block while a buffer owns it.</summary>
    private sealed unsafe class Lease(BatchMemory memory, Block block, int length) : MemoryManager<byte>
    {
        private Block? _block = block;

#pragma warning disable CA2015 // A buffer that nobody disposed must not lose native memory; nobody can use its span any more.
        ~Lease() => Dispose(false);
#pragma warning restore CA2015

        public override Span<byte> GetSpan() => new((_block ?? throw new ObjectDisposedException(nameof(BatchMemory))).Start, length);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
            return new((_block ?? throw new ObjectDisposedException(nameof(BatchMemory))).Start + elementIndex, pinnable: this);
        }

        // Native memory does not move.
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _block, null) is { } returned)
                memory.Return(returned);
        }
    }
}
