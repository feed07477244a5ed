using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>Values of any length in a page.</summary>
internal abstract class BytesValues
{
    /// <summary>Appends the next values, until the rows are full.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="rows">Where they go.</param>
    /// <param name="lengths">Receives the length of each.</param>
    /// <returns>How many were read; at least one.</returns>
    /// <exception cref="InvalidDataException">The page has no more.</exception>
    internal int Read(int count, BytesRows rows, Span<int> lengths)
    {
        int read = 0;
        do
        {
            ReadOnlySpan<byte> value = Next();
            rows.Add(value);
            lengths[read++] = value.Length;
        }
        while (read < count && !rows.IsFull);
        return read;
    }

    /// <summary>The next value; valid until the one after it.</summary>
    internal abstract ReadOnlySpan<byte> Next();

    internal static BytesValues Open(ColumnPages page, BytesDictionary? dictionary = null) => page.Encoding switch
    {
        ParquetEncoding.Plain => new PlainValues(page),
        ParquetEncoding.DeltaLengthByteArray => new LengthsFirstValues(page),
        ParquetEncoding.DeltaByteArray => new SharedPrefixValues(page),
        ParquetEncoding.RleDictionary or ParquetEncoding.PlainDictionary when dictionary is not null => new IndexedValues(page, dictionary),
        _ => throw new InvalidDataException($"a page has the encoding {page.Encoding}, which its type cannot have"),
    };

    private static ReadOnlySpan<byte> Slice(ColumnPages page, ref int position, long length)
    {
        if (length < 0 || length > page.End - position)
            throw new InvalidDataException("a page ends before its values");
        position += (int)length;
        return page.Bytes.AsSpan(position - (int)length, (int)length);
    }

    /// <summary>Where the bytes behind a list of deltas start.</summary>
    private static int SkipDeltas(DeltaDecoder deltas)
    {
        while (deltas.Left > 0)
            deltas.Next();
        return deltas.Position;
    }

    private static DeltaDecoder OpenDeltas(ColumnPages page, int start)
    {
        DeltaDecoder deltas = new(page.Bytes, start, page.End);
        return deltas.Left <= page.ValueCount ? deltas : throw new InvalidDataException("a page has more lengths than values");
    }

    private sealed class PlainValues(ColumnPages page) : BytesValues
    {
        private int _position = page.Start;

        internal override ReadOnlySpan<byte> Next() => Slice(page, ref _position, BinaryPrimitives.ReadInt32LittleEndian(Slice(page, ref _position, 4)));
    }

    private sealed class IndexedValues(ColumnPages page, BytesDictionary dictionary) : BytesValues
    {
        private readonly int[] _indices = new int[256];
        private RunDecoder _runs = DictionaryIndices.Open(page);
        private int _unread = page.ValueCount;
        private int _at;
        private int _count;

        internal override ReadOnlySpan<byte> Next()
        {
            if (_at == _count)
                Refill();
            return dictionary[DictionaryIndices.Check(_indices[_at++], dictionary.Count)];
        }

        // How many values are not null is not known: what the runs do not hold is only missed when it is asked for.
        private void Refill()
        {
            _count = Math.Min(_indices.Length, _unread);
            if (_count == 0)
                throw new InvalidDataException("a page ends before its values");
            _count = _runs.ReadUpTo(_indices.AsSpan(0, _count));
            _unread -= _count;
            _at = 0;
        }
    }

    private sealed class LengthsFirstValues : BytesValues
    {
        private readonly ColumnPages _page;
        private DeltaDecoder _lengths;
        private int _position;

        internal LengthsFirstValues(ColumnPages page)
        {
            _page = page;
            _lengths = OpenDeltas(page, page.Start);
            _position = SkipDeltas(_lengths);
        }

        internal override ReadOnlySpan<byte> Next() => Slice(_page, ref _position, _lengths.Next());
    }

    private sealed class SharedPrefixValues : BytesValues
    {
        private readonly ColumnPages _page;
        private DeltaDecoder _prefixes;
        private DeltaDecoder _suffixes;
        private int _position;
        private byte[] _value = [];
        private int _length;

        internal SharedPrefixValues(ColumnPages page)
        {
            _page = page;
            _prefixes = OpenDeltas(page, page.Start);
            _suffixes = OpenDeltas(page, SkipDeltas(_prefixes));
            _position = SkipDeltas(_suffixes);
        }

        internal override ReadOnlySpan<byte> Next()
        {
            long prefix = _prefixes.Next();
            if (prefix < 0 || prefix > _length)
                throw new InvalidDataException("a value shares more with the one before than that has");
            ReadOnlySpan<byte> suffix = Slice(_page, ref _position, _suffixes.Next());
            _length = (int)prefix + suffix.Length;
            if (_value.Length < _length)
                Array.Resize(ref _value, Math.Max(_length, 2 * _value.Length));
            suffix.CopyTo(_value.AsSpan((int)prefix));
            return _value.AsSpan(0, _length);
        }
    }
}
