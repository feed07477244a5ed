using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters.Authoring;

/// <summary>Memory that is written once and then becomes an Arrow buffer; native without a copy, or through a given allocator with one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Build hands the memory over to the Arrow buffer; before that, native memory has a finaliser.")]
internal readonly struct BufferSpace
{
    private readonly NativeBuffer<byte, NoOpAllocationTracker>? _native;
    private readonly ArrowBuffer.Builder<byte>? _builder;
    private readonly MemoryAllocator? _allocator;

    public BufferSpace(int bytes, MemoryAllocator? allocator, bool zeroed = false)
    {
        if (bytes == 0)
            return;
        _allocator = allocator;
        if (allocator is null)
            _native = new(bytes, zeroed, default);
        else
            _builder = new ArrowBuffer.Builder<byte>(bytes).Resize(bytes);
    }

    public Span<byte> Bytes => _native is { } native ? native.ByteSpan : _builder is { } builder ? builder.Span : default;

    public Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    public ArrowBuffer Build() => _native is { } native ? native.Build() : _builder is { } builder ? builder.Build(_allocator) : ArrowBuffer.Empty;
}
