using System.Buffers;

namespace DataMesh.Adapters;

/// <summary>Pooled bytes of one decompressed page, with the slack that bit decoders need behind the end.</summary>
internal sealed class PageBuffer(DecodeBudget budget) : IDisposable
{
    internal byte[] Bytes { get; private set; } = [];

    internal int Length { get; private set; }

    internal Span<byte> Span => Bytes.AsSpan(0, Length);

    /// <summary>Makes room for a page; what was there is gone.</summary>
    internal void Reset(int length)
    {
        if (length > Array.MaxLength - RunDecoder.Slack)
            throw new InvalidDataException("a page is too large");
        budget.Take(length - (long)Length);
        Length = length;
        if (Bytes.Length < length + RunDecoder.Slack)
        {
            if (Bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(Bytes);
            Bytes = ArrayPool<byte>.Shared.Rent(length + RunDecoder.Slack);
        }
        Bytes.AsSpan(length, RunDecoder.Slack).Clear();
    }

    public void Dispose()
    {
        if (Bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = [];
        budget.Take(-Length);
        Length = 0;
    }
}
