using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters;

/// <summary>Native memory that grows and becomes an Arrow buffer.</summary>
internal sealed class NativeColumn<T> : IDisposable where T : unmanaged
{
    private NativeBuffer<T, NoOpAllocationTracker>? _buffer;

    /// <summary>Memory for at least so many items; what was written stays. New bytes are zero.</summary>
    internal Span<T> Ensure(int length)
    {
        if (_buffer is null)
            _buffer = new(Math.Max(length, 64), true, default);
        else if (_buffer.Length < length)
            _buffer.Grow((int)Math.Min(System.Array.MaxLength, Math.Max(length, _buffer.Length * 2L)), true);
        return _buffer.Span;
    }

    /// <summary>Hands the memory over and starts anew.</summary>
    internal ArrowBuffer Take()
    {
        if (_buffer is not { } buffer)
            return ArrowBuffer.Empty;
        _buffer = null;
        return buffer.Build();
    }

    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
    }
}
