using System.Buffers;
using Apache.Arrow.Memory;

namespace DataMesh.Tests;

/// <summary>Managed memory that is counted, so that a test finds batches that nobody disposed. Thread-safe.</summary>
internal sealed class CountingAllocator : MemoryAllocator
{
    private int _live;
    private int _peak;

    /// <summary>Buffers that were given out and not disposed.</summary>
    public int Live => Volatile.Read(ref _live);

    /// <summary>The most buffers that were live at once.</summary>
    public int Peak => Volatile.Read(ref _peak);

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        int live = Interlocked.Increment(ref _live);
        for (int peak = Peak; live > peak; peak = Peak)
            Interlocked.CompareExchange(ref _peak, live, peak);
        return new Owner(this, length);
    }

    private sealed class Owner(CountingAllocator allocator, int length) : IMemoryOwner<byte>
    {
        private byte[]? _bytes = new byte[length];

        public Memory<byte> Memory => _bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is not null)
                Interlocked.Decrement(ref allocator._live);
        }
    }
}
