using System.Buffers;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters;

/// <summary>Gives out arrays of the garbage collector: nobody has to dispose them, and nobody can use them too late.</summary>
internal sealed class ManagedAllocator : MemoryAllocator
{
    private const int CacheLine = 64;

    private ManagedAllocator() { }

    public static ManagedAllocator Instance { get; } = new();

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        bytesAllocated = length;
        return new Owner(GC.AllocateArray<byte>(length + CacheLine, pinned: true), length);
    }

    private sealed class Owner : IMemoryOwner<byte>
    {
        public unsafe Owner(byte[] array, int length)
        {
            nuint address;
            fixed (byte* first = array)
                address = (nuint)first;
            Memory = array.AsMemory((int)((CacheLine - address % CacheLine) % CacheLine), length);
        }

        public Memory<byte> Memory { get; }

        public void Dispose() { }
    }
}
