using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>Values of one width in a page, in stored form.</summary>
internal abstract class FixedValues
{
    /// <summary>The next values.</summary>
    /// <exception cref="InvalidDataException">The page has no more.</exception>
    internal abstract void Read(int count, Span<byte> target);

    internal static FixedValues Open(ColumnPages page, int width) => page.Encoding switch
    {
        ParquetEncoding.Plain => new PlainValues(page, width),
        ParquetEncoding.ByteStreamSplit => new SplitValues(page, width),
        ParquetEncoding.DeltaBinaryPacked when width is 4 or 8 => new DeltaValues(page, width),
        ParquetEncoding.DeltaByteArray => new SharedPrefixValues(page, width),
        _ => throw new InvalidDataException($"a page has the encoding {page.Encoding}, which its type cannot have"),
    };

    private sealed class PlainValues(ColumnPages page, int width) : FixedValues
    {
        private int _position = page.Start;

        internal override void Read(int count, Span<byte> target)
        {
            if ((long)count * width > page.End - _position)
                throw new InvalidDataException("a page ends before its values");
            page.Bytes.AsSpan(_position, count * width).CopyTo(target);
            _position += count * width;
        }
    }

    private sealed class SplitValues(ColumnPages page, int width) : FixedValues
    {
        private readonly int _count = (page.End - page.Start) / width;
        private int _next;

        internal override void Read(int count, Span<byte> target)
        {
            if (count > _count - _next)
                throw new InvalidDataException("a page ends before its values");
            for (int part = 0; part < width; part++)
            {
                ReadOnlySpan<byte> stream = page.Bytes.AsSpan(page.Start + part * _count + _next, count);
                for (int i = 0; i < stream.Length; i++)
                    target[i * width + part] = stream[i];
            }
            _next += count;
        }
    }

    private sealed class DeltaValues(ColumnPages page, int width) : FixedValues
    {
        private DeltaDecoder _deltas = new(page.Bytes, page.Start, page.End);

        internal override void Read(int count, Span<byte> target)
        {
            if (width == 8)
            {
                _deltas.Read(MemoryMarshal.Cast<byte, long>(target)[..count]);
                return;
            }
            for (int i = 0; i < count; i++)
                BinaryPrimitives.WriteInt32LittleEndian(target[(i * 4)..], unchecked((int)_deltas.Next()));
        }
    }

    private sealed class SharedPrefixValues(ColumnPages page, int width) : FixedValues
    {
        private readonly BytesValues _values = BytesValues.Open(page);

        internal override void Read(int count, Span<byte> target)
        {
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> value = _values.Next();
                if (value.Length != width)
                    throw new InvalidDataException("a value has another length than its type");
                value.CopyTo(target[(i * width)..]);
            }
        }
    }
}
